import java.io.FileInputStream;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.*;
import okhttp3.*;

/** OkHttp's CertificatePinner: `java -cp JARS PinOkHttp.java HOST PORT KEY_PIN ROOTS`. */
public class PinOkHttp {
    public static void main(String[] given) throws Exception {
        String host = given[0];
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (FileInputStream file = new FileInputStream(given[3])) {
            for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("root" + store.size(), root);
            }
        }
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        OkHttpClient client = new OkHttpClient.Builder()
            .sslSocketFactory(context.getSocketFactory(), (X509TrustManager) factory.getTrustManagers()[0])
            .certificatePinner(new CertificatePinner.Builder().add(host, "sha256/" + given[2]).build())
            .dns(name -> List.of(InetAddress.getLoopbackAddress()))
            .retryOnConnectionFailure(false)
            .protocols(List.of(Protocol.HTTP_1_1))
            .build();
        Request request = new Request.Builder().url("https://" + host + ":" + given[1] + "/").build();
        try (Response answer = client.newCall(request).execute()) {
            System.exit(answer.isSuccessful() ? 0 : 1);
        } catch (java.io.IOException refused) {
            System.exit(1);
        }
    }
}
