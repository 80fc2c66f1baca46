//! What this tab keeps over a reload, and this device for longer. `sessionStorage`: two tabs of one agent do not
//! overwrite each other, and closing the tab leaves nothing of a visitor's on the machine. What was chosen for
//! the device is in `localStorage`.

use console::store::Kept;
use console::store::device::Device;
use leptos::prelude::window;
use web_sys::Storage;
use wire::{AgentId, SiteId};

pub(crate) fn recall(site: &SiteId, agent: &AgentId) -> Option<Kept> {
    serde_json::from_str(&storage()?.get_item(&key(site, agent)).ok()??).ok()
}

/// Where storage is denied or full, the tab itself still has it, and asks before it is closed.
pub(crate) fn keep(site: &SiteId, agent: &AgentId, kept: &Kept) {
    if kept.is_empty() {
        return forget(site, agent);
    }
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(kept)) {
        drop(storage.set_item(&key(site, agent), &text));
    }
}

pub(crate) fn forget(site: &SiteId, agent: &AgentId) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(&key(site, agent)));
    }
}

/// Whether the details of a visitor are shown where there is less room: of the agent's liking alone, so it outlives
/// the tab.
pub(crate) fn shows_details() -> bool {
    let kept = || lasting()?.get_item(DETAILS).ok()?;
    kept().is_some()
}

pub(crate) fn keep_details(shows: bool) {
    if let Some(storage) = lasting() {
        drop(if shows { storage.set_item(DETAILS, "shown") } else { storage.remove_item(DETAILS) });
    }
}

const DETAILS: &str = "porchlight-console:details";

fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}

fn lasting() -> Option<Storage> {
    window().local_storage().ok()?
}

fn key(site: &SiteId, agent: &AgentId) -> String {
    format!("porchlight-console:{site}:{agent}")
}

/// What was chosen for this device (N2).
pub(crate) fn recall_device(site: &SiteId) -> Option<Device> {
    serde_json::from_str(&lasting()?.get_item(&device_key(site)).ok()??).ok()
}

pub(crate) fn keep_device(site: &SiteId, device: &Device) {
    if let (Some(storage), Ok(text)) = (lasting(), serde_json::to_string(device)) {
        drop(storage.set_item(&device_key(site), &text));
    }
}

fn device_key(site: &SiteId) -> String {
    format!("porchlight-device:{site}")
}
