//! A clock that a test moves: the built Worker's, with the alarms that hang on it.

use std::time::Duration;

use reqwest::Method;

use crate::Site;

/// What says how far the clock is ahead, in milliseconds, with any request to a site.
const AHEAD: &str = "x-test-ahead";

/// Puts the clock into the built Worker. The alarm of the asked site rings when the clock is moved.
pub(crate) fn movable(script: &str) -> Option<String> {
    let (before, export) = script.rsplit_once("export{")?;
    let class = export.split([',', '}']).find_map(|one| one.strip_suffix(" as Site"))?;
    let rest = export.replace(&format!("{class} as Site"), "Moved as Site");
    Some(format!(
        r#"let ahead = 0;
const now = Date.now.bind(Date);
globalThis.Date = class extends Date {{
  constructor(...at) {{
    super(...(at.length ? at : [now() + ahead]));
  }}
  static now() {{
    return now() + ahead;
  }}
}};
{before}class Moved {{
  constructor(state, env) {{
    const {{ storage }} = state, set = storage.setAlarm.bind(storage);
    storage.setAlarm = (at) => set(Number(at) - ahead);
    const site = new {class}(state, env), answer = site.fetch.bind(site);
    site.fetch = async (request) => {{
      const moved = request.headers.get("{AHEAD}");
      if (moved !== null) {{
        ahead = Number(moved);
        await site.alarm();
      }}
      return answer(request);
    }};
    return site;
  }}
}}
export{{{rest}"#
    ))
}

impl Site {
    /// Moves the clock of the whole edge to so long ahead of the real one, and rings this site's alarm.
    ///
    /// # Panics
    /// When the edge has no such clock, or the site does not answer.
    pub async fn move_clock(&self, ahead: Duration) {
        // With a token, so that the answer comes from the site and out of no cache.
        let token = crate::site::random(32);
        let request = self.request(Method::GET, "presence").bearer_auth(token);
        let answer = request.header(AHEAD, ahead.as_millis().to_string()).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
    }
}
