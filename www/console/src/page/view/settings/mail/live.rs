//! What is to be done once until mail goes both ways, in plain words.

use console::say;
use leptos::prelude::*;

use crate::page::view::weave::weave;

#[component]
pub(super) fn GoingLive() -> impl IntoView {
    view! {
        <details class="live" data-testid="going-live">
            <summary>{say!("Going live")}</summary>
            <ol>
                <li>
                    <b>{say!("Send through Cloudflare.")}</b>" "
                    {weave!(
                        "Turn on Email Routing and the Email Service for your domain, and verify the domain for sending: the records for SPF, DKIM and DMARC are offered there. Then set {variable} in {file} to an address of that domain.",
                        variable = code("MAIL_FROM"),
                        file = code("edge/worker/wrangler.toml")
                    )}
                </li>
                <li>
                    <b>{say!("Or through another provider.")}</b>" "
                    {weave!(
                        "Set {variable} to {one}, {two} or {three}, and store its key:",
                        variable = code("MAIL_PROVIDER"),
                        one = code("brevo"),
                        two = code("resend"),
                        three = code("postmark")
                    )}
                    <pre tabindex="0" aria-label=say!("A command")><code>"make wrangler ARGS=\"secret put MAIL_PROVIDER_KEY\""</code></pre>
                </li>
                <li>
                    <b>{say!("Take answers in.")}</b>" "
                    {weave!(
                        "Choose an address such as {address}, nine letters at most before the @. Turn on subaddressing (plus addresses) for its domain, and route the address, or all of the domain by a catch-all, to this Worker. Then set {variable}.",
                        address = code("reply@mail.example.com"),
                        variable = code("MAIL_REPLY")
                    )}
                </li>
                <li>
                    <b>{say!("Keep others from writing as you.")}</b>" "
                    {say!("Publish a DMARC policy for the domain of your agents' addresses. An agent's answer by mail is taken at once where it passes; all else waits in the conversation until somebody confirms it.")}
                </li>
                <li>
                    <b>{say!("Change the keys when you like.")}</b>" "
                    {weave!(
                        "The addresses for answers are signed with a key that follows from {key}. With the secret {variable}, such as {example}, the first one signs and all are accepted: put a new one in front, and take the old one away after 180 days.",
                        key = code("OPERATOR_KEY"),
                        variable = code("MAIL_KEYS"),
                        example = code("b:SECRET a:SECRET")
                    )}
                </li>
            </ol>
            <p class="hint">{weave!("After {command}, send a test.", command = code("make deploy"))}</p>
        </details>
    }
}

fn code(text: &'static str) -> impl IntoView {
    view! { <code>{text}</code> }
}
