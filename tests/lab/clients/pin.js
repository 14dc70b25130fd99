// Node's way to pin: `node pin.js HOST PORT SHA256 ROOTS`. Exits with 0 if the server answered.
const fs = require("fs"), tls = require("tls"), https = require("https");
const [host, port, pin, roots] = process.argv.slice(2);

https.get({
  host: "127.0.0.1", port, servername: host, headers: { Host: host }, ca: fs.readFileSync(roots), agent: false,
  checkServerIdentity(_, certificate) {
    const found = certificate.fingerprint256.replaceAll(":", "").toLowerCase();
    return found === pin ? tls.checkServerIdentity(host, certificate) : new Error("pinned to another certificate");
  },
}, (answer) => answer.resume().on("end", () => process.exit(answer.statusCode === 200 ? 0 : 1)))
  .on("error", () => process.exit(1));
