//! What this device can do beyond showing a page: its icons, sounds, notifications, pushes.

use console::store::device::{Announcement, Device, Permission};
use wasm_bindgen::prelude::*;
use wire::SiteId;
use wire::push::Endpoint;

#[wasm_bindgen(module = "/device.js")]
extern "C" {
    /// Shows an icon, and a count where the console is installed.
    pub(crate) fn badge(svg: &str, count: u32);
    /// Two notes, with a volume of 0 to 100.
    pub(crate) fn ring(kind: &str, volume: u8);
    /// Takes part in which tab of a site speaks up, once somebody is signed in.
    pub(crate) fn claim(site: &str);
    /// Tells the other tabs which conversation somebody looks at here.
    pub(crate) fn look(site: &str, conversation: Option<&str>);
    #[wasm_bindgen(js_name = canPush)]
    pub(crate) fn can_push() -> bool;
    #[wasm_bindgen(js_name = askPermission)]
    pub(crate) async fn ask_permission();
    #[wasm_bindgen(js_name = stopPush)]
    pub(crate) async fn stop_push(site: &str);

    #[wasm_bindgen(js_name = permission)]
    fn permission_word() -> String;
    #[wasm_bindgen(js_name = announce)]
    fn announce_by(
        site: &str,
        conversation: &str,
        sound: Option<&str>,
        volume: u8,
        title: Option<&str>,
        text: Option<&str>,
    );
    #[wasm_bindgen(js_name = startPush)]
    async fn subscribe(site: &str, key: &str, hides: bool, kinds: &str) -> JsValue;
}

/// What the browser says of notifications.
pub(crate) fn permission() -> Permission {
    match permission_word().as_str() {
        "granted" => Permission::Granted,
        "denied" => Permission::Denied,
        "default" => Permission::Open,
        _ => Permission::Absent,
    }
}

/// By a sound and a notification, if this is the tab that speaks up, and nobody looks at it in another.
pub(crate) fn announce(site: &SiteId, Announcement { conversation, sound, note }: &Announcement) {
    let kind = sound.map(|(kind, _)| kind.word());
    let (title, text) = note.as_ref().map(|(title, text)| (title.as_str(), text.as_str())).unzip();
    let volume = sound.map_or(0, |(_, volume)| volume);
    announce_by(site.as_str(), conversation.as_str(), kind, volume, title, text);
}

/// Subscribes at the browser's push service; nothing where it refuses.
pub(crate) async fn start_push(site: &SiteId, key: &str, device: &Device) -> Option<Endpoint> {
    let kinds = serde_json::to_string(&device.kinds).ok()?;
    let endpoint = subscribe(site.as_str(), key, device.hides, &kinds).await.as_string()?;
    Endpoint::parse(endpoint).ok()
}
