// Signs JWTs as a site's back end would, and as nobody should: `{ header, claims, secret }` for HMAC, `{ header, claims,
// private }` for ECDSA with a JWK; without either the signature is empty. Prints the token; for `{}` a new pair of keys.
import { createHmac, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";

const { header, claims, secret, private: jwk } = JSON.parse(process.argv[2]);
if (header) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part(header)}.${part(claims)}`;
  let signature = Buffer.alloc(0);
  if (secret) signature = createHmac(header.alg === "HS512" ? "sha512" : "sha256", secret).update(text).digest();
  if (jwk) {
    const key = createPrivateKey({ key: jwk, format: "jwk" });
    signature = sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
  }
  console.log(`${text}.${signature.toString("base64url")}`);
} else {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = (key, type) => key.export({ format: "pem", type });
  console.log(
    JSON.stringify({
      pem: pem(publicKey, "spki"),
      jwk: publicKey.export({ format: "jwk" }),
      private: privateKey.export({ format: "jwk" }),
      private_pem: pem(privateKey, "pkcs8"),
    }),
  );
}
