import java.io.FileInputStream;
import java.net.Socket;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.*;

/** Java's way to pin in the handshake, as Android's pin-set does: `java PinTrust.java HOST PORT SHA256 ROOTS`. */
public class PinTrust {
    public static void main(String[] given) throws Exception {
        String host = given[0], pin = given[2];
        X509TrustManager usual = (X509TrustManager) trusting(given[3]).getTrustManagers()[0];
        X509TrustManager pinning = new X509TrustManager() {
            public void checkClientTrusted(X509Certificate[] chain, String kind) {}
            public X509Certificate[] getAcceptedIssuers() { return usual.getAcceptedIssuers(); }
            public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
                usual.checkServerTrusted(chain, kind);
                try {
                    byte[] found = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                    if (HexFormat.of().formatHex(found).equals(pin)) return;
                } catch (java.security.NoSuchAlgorithmException odd) {
                    throw new CertificateException(odd);
                }
                throw new CertificateException("pinned to another certificate");
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {pinning}, null);
        try (Socket line = new Socket("127.0.0.1", Integer.parseInt(given[1]));
             SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(line, host, line.getPort(), true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            tls.setSSLParameters(parameters);
            tls.getOutputStream().write(("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes());
            String answer = new String(tls.getInputStream().readNBytes(12));
            System.exit(answer.equals("HTTP/1.1 200") ? 0 : 1);
        } catch (java.io.IOException refused) {
            System.exit(1);
        }
    }

    static TrustManagerFactory trusting(String roots) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (FileInputStream file = new FileInputStream(roots)) {
            for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("root" + store.size(), root);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
