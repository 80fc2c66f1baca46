//! Keys with which the site signs who its visitors are (K2), and what such a token holds.

use console::say;
use console::store::identity::Event as Change;
use console::store::{Event, Saving};
use console::words;
use leptos::prelude::*;
use wire::identity::{Algorithm, IdentityKey, IdentityKeyCreated};

use super::{CopyLine, Title};
use crate::page::view::sheet::Area;
use crate::page::view::weave::weave;
use crate::page::{Shell, clock};

/// As a token's header says it.
fn called(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Hs256 => "HS256",
        Algorithm::Es256 => "ES256",
    }
}

#[component]
pub(super) fn Section() -> impl IntoView {
    let shell = Shell::here();
    let identity = shell.memo(|store| store.identity.clone());
    let new = Memo::new(move |_| identity.read().new.clone());
    let pasted = RwSignal::new(String::new());
    // Taken: the field is free for the next one.
    Effect::new(move |_| {
        if new.read().is_some() {
            pasted.set(String::new());
        }
    });
    let is_busy = move || identity.read().saving == Saving::Busy;
    let told = move || {
        let identity = identity.read();
        match (&identity.saving, &identity.keys.failure) {
            (Saving::Busy, _) => say!("Saving…").to_owned(),
            (Saving::Failed(failure), _) | (_, Some(failure)) => words::failure(failure),
            _ => String::new(),
        }
    };
    let ask = move |public| shell.tell(Event::Identity(Change::Asked(public)));
    let paste = move |_| {
        let text = pasted.get_untracked();
        if !text.trim().is_empty() {
            ask(Some(text));
        }
    };
    view! {
        <div class="embed">
            <Title id="identity" />
            <p class="hint">{say!("Your server says who a visitor is by a token that it signs with one of these keys. Then the person has one history in every browser, and you see whom you are talking to.")}</p>
            {move || new.get().map(|created| view! { <Fresh created /> })}
            <Show when=move || identity.read().keys.known.as_ref().is_some_and(Vec::is_empty)>
                <p class="none" data-testid="no-identity-keys">{say!("No keys yet.")}</p>
            </Show>
            <ul class="keys">
                <For
                    each=move || identity.read().keys.known.clone().unwrap_or_default()
                    key=|key| key.kid.clone()
                    children=move |key| view! { <Line key_=key /> }
                />
            </ul>
            <p class="save">
                <button class="primary" type="button" data-testid="make-identity-key" disabled=is_busy on:click=move |_| ask(None)>{say!("Make a secret")}</button>
                <span role="status" class="problem">{told}</span>
            </p>
            <details class="paste">
                <summary data-testid="paste-identity-key">{say!("Or use a public key of yours")}</summary>
                <p class="hint">{say!("Its private key stays with your server: then nobody else can sign, not even whoever reads our database. Curve P-256, as PEM or JWK.")}</p>
                <Area
                    id="identity-public"
                    label=say!("Public key")
                    text=pasted
                    set=move |text| pasted.set(text)
                    problem=Signal::stored(None::<String>)
                />
                <p class="save">
                    <button class="quiet" type="button" data-testid="add-identity-key" disabled=is_busy on:click=paste>{say!("Use this key")}</button>
                </p>
            </details>
            <How />
        </div>
    }
}

/// What a token holds, and who makes it.
#[component]
fn How() -> impl IntoView {
    let shell = Shell::here();
    let site = shell.store.with_untracked(|store| store.site.clone());
    let first = shell.memo(|store| {
        let key = store.identity.keys.known.as_ref().and_then(|keys| keys.last());
        key.map(|key| (key.kid.to_string(), called(key.algorithm)))
    });
    let token = move || {
        let (kid, alg) = first.get().unwrap_or_else(|| ("…".to_owned(), "HS256"));
        format!(
            r#"{{ "alg": "{alg}", "kid": "{kid}" }}
{{ "aud": "{site}", "exp": {}, "sub": "user-42",
  "name": "Ada", "email": "ada@shop.example" }}"#,
            clock::now().0 / 1_000 + 300
        )
    };
    let call = r#"Porchlight("identify", () => fetch("/chat-token").then((answer) => answer.text()))"#;
    view! {
        <h4>{say!("What a token holds")}</h4>
        <pre dir="ltr" tabindex="0" aria-label=say!("What a token holds")><code data-testid="identity-token">{token}</code></pre>
        <p class="hint">{say!("It ends within five minutes. Name and address may be left out. The page asks your server for it and hands it on:")}</p>
        <pre dir="ltr" tabindex="0" aria-label=say!("What the page calls")><code>{call}</code></pre>
        <p class="hint">
            <a href="/identify.txt" target="_blank">{say!("Examples for Node, Python, PHP, Ruby and Go")}</a>
        </p>
    }
}

/// A new key; its secret, once.
#[component]
fn Fresh(created: IdentityKeyCreated) -> impl IntoView {
    let shell = Shell::here();
    let IdentityKeyCreated { key, secret } = created;
    let kid = view! { <b>{key.kid.to_string()}</b> };
    let seen = move |_| shell.tell(Event::Identity(Change::Seen));
    view! {
        <div class="reason" role="status" data-testid="identity-key-made">
            {match secret {
                Some(secret) => view! {
                    <p>{weave!("The secret of the key {id} is shown only now. Keep it on your server; who has it can be any of your visitors.", id = kid)}</p>
                    <pre dir="ltr" tabindex="0" aria-label=say!("The secret")><code data-testid="identity-secret">{secret.to_string()}</code></pre>
                    <CopyLine text=secret.to_string() name="copy-identity-secret" />
                }.into_any(),
                None => view! { <p>{weave!("Your key is called {id}: your server puts that into the header of each token, as kid.", id = kid)}</p> }.into_any(),
            }}
            <p><button class="quiet" type="button" data-testid="identity-key-seen" on:click=seen>{say!("I have it")}</button></p>
        </div>
    }
}

#[component]
fn Line(key_: IdentityKey) -> impl IntoView {
    let shell = Shell::here();
    let IdentityKey { kid, algorithm, created_at } = key_;
    let label = say!("Remove the key {name}", name = kid);
    let name = kid.to_string();
    let kid = StoredValue::new(kid);
    let asks = RwSignal::new(false);
    let drop = move |_| shell.tell(Event::Identity(Change::Dropped(kid.get_value())));
    view! {
        <li data-testid="identity-key">
            <p><code>{name}</code>" "<span class="hint">{say!("{algorithm}, made on {date}", algorithm = called(algorithm), date = clock::date(created_at))}</span></p>
            <Show
                when=move || asks.get()
                fallback=move || view! {
                    <button class="link" type="button" data-testid="remove-identity-key" aria-label=label.clone() on:click=move |_| asks.set(true)>{say!("Remove")}</button>
                }
            >
                <p class="save">
                    <span>{say!("What it signed is refused at once. Whoever was known by it is unknown until another key vouches.")}</span>
                    <button class="primary" type="button" data-testid="remove-identity-key-yes" on:click=drop>{say!("Remove")}</button>
                    <button class="quiet" type="button" on:click=move |_| asks.set(false)>{say!("Keep")}</button>
                </p>
            </Show>
        </li>
    }
}
