//! What is to be done once until mail goes both ways, in plain words.

use leptos::prelude::*;

#[component]
pub(super) fn GoingLive() -> impl IntoView {
    view! {
        <details class="live" data-testid="going-live">
            <summary>"Going live"</summary>
            <ol>
                <li>
                    <b>"Send through Cloudflare. "</b>
                    "Turn on Email Routing and the Email Service for your domain, and verify the domain for sending: the records for SPF, DKIM and DMARC are offered there. Then set "
                    <code>"MAIL_FROM"</code>" in "<code>"edge/worker/wrangler.toml"</code>" to an address of that domain."
                </li>
                <li>
                    <b>"Or through another provider. "</b>
                    "Set "<code>"MAIL_PROVIDER"</code>" to "<code>"brevo"</code>", "<code>"resend"</code>" or "<code>"postmark"</code>
                    ", and store its key:"
                    <pre tabindex="0" aria-label="A command"><code>"make wrangler ARGS=\"secret put MAIL_PROVIDER_KEY\""</code></pre>
                </li>
                <li>
                    <b>"Take answers in. "</b>
                    "Choose an address such as "<code>"reply@mail.example.com"</code>
                    ", nine letters at most before the @. Turn on subaddressing (plus addresses) for its domain, and route the address, or all of the domain by a catch-all, to this Worker. Then set "
                    <code>"MAIL_REPLY"</code>"."
                </li>
                <li>
                    <b>"Keep others from writing as you. "</b>
                    "Publish a DMARC policy for the domain of your agents' addresses. An agent's answer by mail is taken at once where it passes; all else waits in the conversation until somebody confirms it."
                </li>
                <li>
                    <b>"Change the keys when you like. "</b>
                    "The addresses for answers are signed with a key that follows from "<code>"OPERATOR_KEY"</code>
                    ". With the secret "<code>"MAIL_KEYS"</code>", such as "<code>"b:SECRET a:SECRET"</code>
                    ", the first one signs and all are accepted: put a new one in front, and take the old one away after 180 days."
                </li>
            </ol>
            <p class="hint">"After "<code>"make deploy"</code>", send a test."</p>
        </details>
    }
}
