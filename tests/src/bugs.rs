//! Bugs that are planted into the built Worker: a test that does not see them proves nothing.

/// The bug of this name, for the built Worker.
type Plant = fn(&str) -> Option<String>;

/// The bug that `make mutants` wants to be seen, by its name in `PLANT`.
#[must_use]
pub fn is_planted(name: &str) -> bool {
    std::env::var("PLANT").is_ok_and(|planted| planted == name)
}

/// The bug that every edge gets then, if it is one of the edge's.
pub(crate) fn planted() -> Option<Plant> {
    let bugs: [(&str, Plant); 6] = [
        ("acknowledge before write", forgetful),
        ("dedupe only in memory", remembering),
        ("presence from the socket list", trusting),
        ("a migration that loses rows", careless),
        ("a mail is handed over before that is stored", hasty),
        ("a mail that is brought again is entered again", doubling),
    ];
    bugs.into_iter().find(|(name, _)| is_planted(name)).map(|(_, plant)| plant)
}

/// Something that must not leave the edge (S3).
#[derive(Clone, Copy, Debug)]
pub enum Leak {
    /// How many agents are not offline.
    Count,
    /// A number that grows with each change.
    Version,
    /// A frame about typing, when somebody turns invisible.
    Typing,
    /// A frame without anything in it, then.
    Empty,
}

/// Another class in place of the one that the platform makes sites of: what stands before the exports, what that
/// one is called, and the exports.
fn in_place_of_site<'a>(script: &'a str, other: &str) -> Option<(&'a str, &'a str, String)> {
    let (before, exports) = script.rsplit_once("export{")?;
    let class = exports.split([',', '}']).find_map(|one| one.strip_suffix(" as Site"))?;
    Some((before, class, exports.replace(&format!("{class} as Site"), &format!("{other} as Site"))))
}

/// Puts the leak around the class that the platform makes sites of.
pub(crate) fn leaking(script: &str, leak: Leak) -> Option<String> {
    let (before, class, rest) = in_place_of_site(script, "Leaking")?;
    let (count, frame) = match leak {
        Leak::Count => ("SELECT count(*) AS n FROM agent WHERE status <> 'offline'", "undefined"),
        Leak::Version => ("SELECT count(*) AS n FROM history", "undefined"),
        Leak::Typing => ("", r#"'{"type":"typing"}'"#),
        Leak::Empty => ("", "''"),
    };
    Some(format!(
        r#"{before}class Leaking {{
  constructor(state, env) {{
    const site = new {class}(state, env);
    const answer = site.fetch.bind(site), hear = site.webSocketMessage.bind(site);
    site.fetch = async (request) => {{
      const response = await answer(request), count = "{count}";
      if (!count || !new URL(request.url).pathname.endsWith("/presence")) return response;
      const body = {{ ...(await response.json()), n: state.storage.sql.exec(count).one().n }};
      return new Response(JSON.stringify(body), response);
    }};
    site.webSocketMessage = async (socket, text) => {{
      await hear(socket, text);
      const frame = {frame};
      if (frame !== undefined && `${{text}}`.includes("invisible")) {{
        for (const other of state.getWebSockets()) if (other !== socket) other.send(frame);
      }}
    }};
    return site;
  }}
}}
export{{{rest}"#
    ))
}

/// Not a bug: the class that the platform makes sites of fails once it was asked for the reasons at 666 ms.
pub(crate) fn deafening(script: &str) -> Option<String> {
    let (before, class, rest) = in_place_of_site(script, "Deaf")?;
    Some(format!(
        r#"{before}class Deaf {{
  constructor(state, env) {{
    const site = new {class}(state, env), answer = site.fetch.bind(site);
    let isDeaf = false;
    site.fetch = async (request) => {{
      isDeaf ||= request.url.includes("why?at=666");
      return isDeaf ? new Response("deaf", {{ status: 500 }}) : answer(request);
    }};
    return site;
  }}
}}
export{{{rest}"#
    ))
}

/// Where the glue calls a method for the Wasm, `{return object.method(…`: what stands before the body, and from
/// `return` on. By the call, since the names of the functions around it are shortened.
fn calls<'a>(script: &'a str, method: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    script.match_indices("{return ").filter_map(move |(at, found)| {
        let (object, _) = script[at + found.len()..].split_once(method)?;
        object.chars().all(char::is_alphanumeric).then(|| script.split_at(at + 1))
    })
}

/// Puts a function around the place where the glue calls `sql.exec(query, ...bindings)`: its body has
/// `text`, `values` and `run(text)`.
fn at_sql(script: &str, body: &str) -> Option<String> {
    calls(script, ".exec(").find_map(|(before, call)| {
        let (call, after) = call.strip_prefix("return ")?.split_once('}')?;
        let (sql, arguments) = call.split_once(".exec(")?;
        let (query, bindings) = arguments.strip_suffix(')')?.split_once(",...")?;
        Some(format!(
            "{before}
  const values = [...{bindings}], run = (text) => {sql}.exec(text, ...values), text = {query};
  {body}
}}{after}"
        ))
    })
}

/// Messages are written, but later than a test needs to kill the edge.
pub(crate) fn forgetful(script: &str) -> Option<String> {
    at_sql(
        script,
        r#"if (!text.startsWith("INSERT INTO message")) return run(text);
  setTimeout(() => run(text), 1000);
  return run(`SELECT 1 WHERE 0 AND ?${values.length}`);"#,
    )
}

/// A resend is recognised by what the object remembers since it was built, and by nothing in the database.
pub(crate) fn remembering(script: &str) -> Option<String> {
    at_sql(
        script,
        r#"const known = (globalThis.known ??= new Set());
  if (text.startsWith("INSERT INTO message")) known.add(values[3]);
  if (text.includes("earlier_seq") && !known.has(values[1])) values[1] = "";
  return run(text.replace(/,\s*UNIQUE \(conversation, sender, id\)/, ""));"#,
    )
}

/// A step of the schema loses a row of every conversation.
pub(crate) fn careless(script: &str) -> Option<String> {
    at_sql(
        script,
        r#"const loses = text.includes("ALTER TABLE site ADD COLUMN settings");
  return run(loses ? `${text}; DELETE FROM message WHERE seq = 2` : text);"#,
    )
}

/// Nothing stored says that a mail is being handed over.
pub(crate) fn hasty(script: &str) -> Option<String> {
    at_sql(
        script,
        r#"const begins = text.startsWith("INSERT INTO mail ") && values[6] === "sending";
  return run(begins ? text.replace(/ON CONFLICT[^]*/, "ON CONFLICT (id) DO NOTHING") : text);"#,
    )
}

/// No mail that comes in is known from before.
pub(crate) fn doubling(script: &str) -> Option<String> {
    at_sql(
        script,
        r#"if (text.endsWith(" FROM received WHERE id = ?")) values[0] = "";
  if (text.startsWith("INSERT INTO received ")) values[0] += `${performance.now()}${Math.random()}`;
  return run(text);"#,
    )
}

/// Whoever has an open socket counts as heard from just now.
pub(crate) fn trusting(script: &str) -> Option<String> {
    let (before, call) = calls(script, ".getWebSocketAutoResponseTimestamp(").next()?;
    Some(format!("{before}return new Date();{call}"))
}

/// Puts the bug where the glue calls `state.getWebSockets()`: while a site is put again, which reads
/// its row before, the sockets cannot be listed.
pub(crate) fn panicking(script: &str) -> Option<String> {
    // The Worker's own scripts make no variable of it.
    let (before, after) = script.split_once(".getWebSockets(),")?;
    let (head, body) = before.rsplit_once('{')?;
    Some(format!(
        r#"{head}{{
  globalThis.listed = (globalThis.listed ?? 0) + 1;
  if (globalThis.listed === 2) throw new Error("a planted fault");
  {body}.getWebSockets(),{after}"#
    ))
}
