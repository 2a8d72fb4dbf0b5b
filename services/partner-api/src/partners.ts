/** Partners' public keys (Ed25519, base64 of the DER form). Each partner keeps the private one: nothing here is secret. */
export const publicKeys: Readonly<Record<string, string>> = {
  acme: "MCowBQYDK2VwAyEAM0mY7G28iGJqVAQz4COgIyZce6lSggCI/3zCWJ3ZUKU=",
  globex: "MCowBQYDK2VwAyEABh5pNm6jRcnuv301wlc+y+IXuesxI+Qi7w/WOz1oqpg=",
};
