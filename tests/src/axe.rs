//! axe: what a machine can find of what keeps people out of a page. <https://github.com/dequelabs/axe-core>

use serde_json::Value;

use crate::browser::Window;
use crate::workerd::root;

/// What axe finds on the page as it stands, by WCAG 2.2 AA and the rules of good practice: each fault with the
/// elements that it is about. What fades in has its colours once it is there: that is waited for.
pub async fn faults(window: &Window) -> Vec<String> {
    let axe = std::fs::read_to_string(root().join("node_modules/axe-core/axe.min.js")).expect("axe-core");
    let run = "window.axeFound = undefined;
        const roots = [document, ...[...document.querySelectorAll('*')].map((one) => one.shadowRoot)].filter(Boolean);
        const moving = roots.flatMap((root) => root.getAnimations()).filter((one) => one.effect.getComputedTiming().endTime < Infinity);
        Promise.allSettled(moving.map((one) => one.finished)).then(() => axe.run(document, { resultTypes: ['violations'] })).then(({ violations }) => {
            window.axeFound = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
        }, error => { window.axeFound = [String(error)] });";
    window.run(&format!("if (!window.axe) {{ {axe} }}\n{run}")).await;
    window.holds("!!window.axeFound").await;
    let found: Value = window.run("return window.axeFound").await;
    serde_json::from_value(found).expect("texts")
}
