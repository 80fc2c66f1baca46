//! Files (U): taken in, shown, dropped. The bytes are R2's matter, by `file/bucket.js`; a message names its file.

use desk::Event;
use desk::file::{DROP_AGAIN, HEAD, ON_ITS_WAY, media, name, scanned};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wire::file::{File, Media};
use wire::http::Code;
use wire::visitor::Say;
use wire::{AgentId, Body, ConversationId, FileKey, MessageId, SiteId, Timestamp};
use worker::{Env, Request, Response, console_error};

use crate::error::{Error, Result};
use crate::perform::Source;
use crate::request::Asked;
use crate::site::Site;
use crate::visitor::{self, Written};
use crate::{agent, auth, clock, session, store};

#[wasm_bindgen(module = "/src/file/bucket.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = isKept)]
    fn is_kept_in(env: &JsValue) -> std::result::Result<bool, JsValue>;
    fn first(request: &JsValue, bytes: u32) -> Promise;
    fn keep(
        env: &JsValue,
        place: &str,
        request: &JsValue,
        head: &JsValue,
        size: u32,
        media: &str,
        name: &str,
    ) -> Promise;
    #[wasm_bindgen(js_name = show)]
    fn find(env: &JsValue, place: &str) -> Promise;
    #[wasm_bindgen(js_name = drop)]
    fn drop_all(env: &JsValue, places: &str) -> Promise;
}

/// Whether this deployment keeps files.
pub(crate) fn is_kept(env: &Env) -> bool {
    is_kept_in(env).unwrap_or(false)
}

/// Where a file is in the bucket, which all sites share.
fn place(site: &SiteId, key: &FileKey) -> String {
    [site.as_str(), "/", key.as_str()].concat()
}

/// Who sends a file, and where to.
enum Sender {
    Visitor,
    Agent { agent: AgentId, conversation: ConversationId },
}

/// A file on its way.
struct Upload {
    site: SiteId,
    sender: Sender,
    id: MessageId,
    name: Body,
    size: u32,
    /// `None` for one that is here already, by an earlier try.
    key: Option<FileKey>,
}

/// Takes a file in: it is in the bucket before a message names it, and until then it is one to be dropped.
pub(crate) async fn take(site: &Site, asked: &Asked, request: &Request) -> Result<Response> {
    let upload = begin(site, asked)?;
    let Some(key) = upload.key.clone() else { return finish(site, asked, upload, None) };
    let done = match store_whole(site, request, &upload, &key).await {
        Ok(media) => {
            let file = File { key: key.clone(), media, size: upload.size };
            finish(site, asked, upload, Some(file))
        }
        Err(error) => Err(error),
    };
    if done.is_err() {
        // At once, unless a message has it all the same.
        store::move_stray(&site.sql, &key, clock::now())?;
        site.disarm();
    }
    done
}

/// Looks at who sends what, before a byte of it is read.
fn begin(site: &Site, asked: &Asked) -> Result<Upload> {
    let bad = |sentence| Error::new(Code::BadRequest, sentence);
    if !is_kept(&site.env) {
        return Err(Error::new(Code::NotConfigured, "Files need a bucket: see FILES in wrangler.toml."));
    }
    let now = clock::now();
    site.with(|core| {
        let sender = if asked.path.len() == 4 {
            visitor::token_of(asked)?;
            asked.check_origin(&core.desk.settings().origins)?;
            Sender::Visitor
        } else {
            asked.check_cookie_use()?;
            let agent = session::of(site, core, asked, now)?.agent;
            let conversation = asked.path.get(4).map(String::as_str).unwrap_or_default();
            let conversation = ConversationId::parse(conversation).map_err(|_| Error::not_found())?;
            Sender::Agent { agent, conversation }
        };
        let id = MessageId::parse(asked.parameter("id").unwrap_or_default())
            .map_err(|_| bad("The parameter `id` is the id of the message: 16 to 64 letters."))?;
        let name = name(&asked.text("name")?.unwrap_or_default())?;
        let length = asked.headers.get("content-length")?.and_then(|text| text.parse::<u64>().ok());
        let length = length.ok_or_else(|| bad("Say how long the file is: Content-Length."))?;
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        let found = match &sender {
            Sender::Visitor => {
                let visitor = visitor::visitor_of(site, asked)?;
                store::conversation_and_earlier(&site.sql, store::By::Visitor(&visitor), "", &id)?
                    .ok_or_else(Error::unauthorized)?
            }
            Sender::Agent { agent, conversation } => agent::found(site, core, agent, conversation, &id)?,
        };
        let (conversation, earlier) = found;
        let mut key = None;
        if earlier.is_none() {
            let sent = match &sender {
                Sender::Visitor => Some(store::sent(&site.sql, &conversation.id, now)?),
                Sender::Agent { .. } => None,
            };
            core.desk.check_file(&conversation, sent, length)?;
            let new = FileKey::parse(auth::id()?)?;
            store::put_stray(&site.sql, &new, now + ON_ITS_WAY)?;
            site.disarm();
            key = Some(new);
        }
        Ok(Upload { site: core.id.clone(), sender, id, name, size: length, key })
    })
}

/// Brings the bytes into the bucket, and has them looked at. Answers what they are.
async fn store_whole(site: &Site, request: &Request, upload: &Upload, key: &FileKey) -> Result<Media> {
    let cut_off = |_| Error::new(Code::BadRequest, "The file did not arrive whole. Please send it again.");
    let request = request.inner().as_ref();
    let head = JsFuture::from(first(request, HEAD)).await.map_err(cut_off)?;
    let media = media(&Uint8Array::new(&head).to_vec());
    let place = place(&upload.site, key);
    let kept = keep(&site.env, &place, request, &head, upload.size, media.as_str(), upload.name.as_str());
    let status = JsFuture::from(kept).await.map_err(cut_off)?.as_f64().unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a status has three digits")]
    scanned(status as u16)?;
    Ok(media)
}

/// The message that brings the file, as any other.
fn finish(site: &Site, asked: &Asked, upload: Upload, file: Option<File>) -> Result<Response> {
    let Upload { sender, id, name: body, .. } = upload;
    let now = clock::now();
    let answer = site.with(|core| match sender {
        Sender::Visitor => {
            let visitor = visitor::visitor_of(site, asked)?;
            let say = Say { id, body, email: None, page: None, targeted: None, answers: <_>::default() };
            let written = Written { say, file, group: asked.group() };
            visitor::take(site, core, &visitor, written, Source::default(), now)
        }
        Sender::Agent { agent, conversation } => {
            site.hear(core, now)?;
            let (conversation, earlier) = agent::found(site, core, &agent, &conversation, &id)?;
            let event = Event::AgentSaid { conversation, agent, id, body, earlier, file };
            site.decide(core, now, event, Source::default())
        }
    })?;
    answer.acknowledgement()
}

/// `GET …/files/{key}`, from the Worker itself: whoever has the key may have the file.
pub(crate) async fn serve(env: &Env, site: &SiteId, key: &str) -> Result<Response> {
    let key = FileKey::parse(key).map_err(|_| Error::not_found())?;
    let found = JsFuture::from(find(env, &place(site, &key))).await?;
    if found.is_undefined() || found.is_null() {
        return Err(Error::not_found());
    }
    Ok(web_sys::Response::from(found).into())
}

/// Drops what is no message's. Never fails: what could not be dropped is tried again later.
pub(crate) async fn sweep(site: &Site) {
    if let Err(error) = sweep_once(site).await {
        console_error!("files could not be dropped: {error:?}");
    }
}

async fn sweep_once(site: &Site) -> Result<()> {
    let now = clock::now();
    let keys = store::strays(&site.sql, now)?;
    if keys.is_empty() {
        return Ok(());
    }
    let id = site.with(|core| Ok(core.id.clone()))?;
    let places: Vec<String> = keys.iter().map(|key| place(&id, key)).collect();
    let done = JsFuture::from(drop_all(&site.env, &places.join(" "))).await.err();
    for key in &keys {
        match &done {
            None => store::forget_stray(&site.sql, key)?,
            Some(_) => store::move_stray(&site.sql, key, now + DROP_AGAIN)?,
        }
    }
    done.map_or(Ok(()), |error| Err(error.into()))
}

/// When there is something to be dropped next.
pub(crate) fn next_wakeup(site: &Site) -> Option<Timestamp> {
    store::next_stray(&site.sql).unwrap_or_else(|error| {
        console_error!("files to be dropped could not be read: {error:?}");
        None
    })
}
