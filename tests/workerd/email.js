// The platform's mail service as a binding: it takes what it is handed, or refuses it with the code that the
// address begins with, as in e_recipient_suppressed@home.example.
export default () => ({
  async send({ to }) {
    const [code] = to.split("@");
    if (!code.startsWith("e_")) return { messageId: "1" };
    throw Object.assign(new Error("not this one"), { code: code.toUpperCase() });
  },
});
