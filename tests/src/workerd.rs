//! The real Worker on plain workerd: starts in a tenth of a second, and can be killed.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::bugs::{self, Leak};
use crate::{Provider, browser, clock};

/// The deployment's key in every test.
pub const OPERATOR_KEY: &str = "test-operator-key-0123456789-0123456789";

const KEY: (&str, &str) = ("OPERATOR_KEY", OPERATOR_KEY);
/// Presence that is good for a second.
const FRESH: (&str, &str) = ("PRESENCE_FRESH_FOR", "1");

/// The variable of an edge that has no bucket.
const NO_BUCKET: &str = "NO_BUCKET";

/// A running edge with data of its own. Dropping it ends the process and removes the data.
#[derive(Debug)]
pub struct Edge {
    folder: TempDir,
    process: Option<Child>,
    port: u16,
}

/// The folder of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository").to_owned()
}

impl Edge {
    /// Starts one with the tests' key, and presence that is good for a second.
    #[must_use]
    pub fn start() -> Self {
        bugs::planted().map_or_else(Self::start_sound, Self::start_with_bug)
    }

    fn start_sound() -> Self {
        Self::start_with(&[KEY, FRESH])
    }

    /// Starts one with these variables.
    #[must_use]
    pub fn start_with(variables: &[(&str, &str)]) -> Self {
        let (build, ours) = (root().join("edge/worker/build"), root().join("tests/workerd"));
        let bucket = root().join("node_modules/miniflare/dist/src/workers");
        let files = [
            build.join("index.js"),
            build.join("index_bg.wasm"),
            ours.join("assets.js"),
            ours.join("email.js"),
            ours.join("insecure.js"),
            bucket.join("r2/bucket.worker.js"),
            bucket.join("shared/object-entry.worker.js"),
            bucket.join("shared/index.worker.js"),
            bucket.join("shared/zod.worker.js"),
        ];
        Self::start_in(&files, &config(variables))
    }

    /// Starts one that cannot send a file of the console: the one whose address ends so.
    #[must_use]
    pub fn start_lacking(file: &str) -> Self {
        Self::start_with(&[KEY, FRESH, ("LACKING", file)])
    }

    /// Starts one that hands its mail to this provider, speaking as that one (`resend`, `brevo`, `postmark`),
    /// takes answers at [`crate::mail::REPLY`], and has a clock that the test moves.
    #[must_use]
    pub fn start_with_mail(provider: &Provider, name: &str) -> Self {
        let variables = [
            KEY,
            FRESH,
            ("MAIL_FROM", "chat@mail.example"),
            ("MAIL_REPLY", crate::mail::REPLY),
            ("MAIL_PROVIDER", name),
            ("MAIL_PROVIDER_URL", &provider.url),
            ("MAIL_PROVIDER_KEY", "test-provider-key"),
        ];
        Self::start_with(&variables).planted(|script| match bugs::planted() {
            Some(plant) => clock::movable(&plant(script)?),
            None => clock::movable(script),
        })
    }

    /// Starts one that pushes to this service besides the known ones, and has a clock that the test moves.
    #[must_use]
    pub fn start_with_push(service: &Provider) -> Self {
        let variables = [
            KEY,
            FRESH,
            ("MAIL_FROM", "chat@mail.example"),
            ("VAPID_PRIVATE_KEY", "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
            ("PUSH_TEST_ORIGIN", service.url.trim_end_matches('/')),
        ];
        Self::start_with(&variables).planted(clock::movable)
    }

    /// Starts one that has files looked at by this scanner, and has a clock that the test moves.
    #[must_use]
    pub fn start_with_scanner(scanner: &Provider) -> Self {
        let variables =
            [KEY, FRESH, ("FILE_SCANNER", &scanner.url), ("FILE_SCANNER_KEY", "test-scanner-key")];
        Self::start_with(&variables).planted(clock::movable)
    }

    /// Starts one that has no bucket for files.
    #[must_use]
    pub fn start_without_bucket() -> Self {
        Self::start_with(&[KEY, FRESH, (NO_BUCKET, "1")])
    }

    /// Starts what `make bench` compares ours with, `tests/workerd/bare.js`.
    #[must_use]
    pub fn start_bare() -> Self {
        Self::start_in(&[root().join("tests/workerd/bare.js")], BARE)
    }

    /// Starts one with a bug planted into its build: a message is written a turn after it was acknowledged.
    /// The tests of durability must catch it, else they prove nothing.
    #[must_use]
    pub fn start_forgetful() -> Self {
        Self::start_with_bug(bugs::forgetful)
    }

    /// Starts one that panics in the midst of a request: the first time that a site is put which is there
    /// already. The `worker` crate unwraps what our patch makes fail.
    #[must_use]
    pub fn start_panicking() -> Self {
        Self::start_with_bug(bugs::panicking)
    }

    /// Starts one that recognises a resend only as long as it lives. The tests of G2 must catch it.
    #[must_use]
    pub fn start_remembering() -> Self {
        // The table is made without the constraint: the bug is there before the first site is.
        Self::start_with_bug(bugs::remembering)
    }

    /// Starts one that loses rows when it brings an old database up to date.
    #[must_use]
    pub fn start_careless() -> Self {
        Self::start_with_bug(bugs::careless)
    }

    /// Starts one that takes an open socket for an agent who is there. The tests of presence must catch it.
    #[must_use]
    pub fn start_trusting() -> Self {
        Self::start_with_bug(bugs::trusting)
    }

    /// Starts one that lets something through which outsiders must not see. The tests of S3 must catch it.
    #[must_use]
    pub fn start_leaking(leak: Leak) -> Self {
        Self::start_with_bug(|script| bugs::leaking(script, leak))
    }

    /// Starts one whose sites' objects hear nothing more once somebody asked one `why?at=666`.
    #[must_use]
    pub fn start_deafening() -> Self {
        Self::start_with_bug(bugs::deafening)
    }

    fn start_with_bug(plant: impl Fn(&str) -> Option<String>) -> Self {
        Self::start_sound().planted(plant)
    }

    /// The same edge, with something put into its build.
    fn planted(self, plant: impl Fn(&str) -> Option<String>) -> Self {
        let mut edge = self;
        edge.kill9();
        let path = edge.folder.path().join("index.js");
        let script = std::fs::read_to_string(&path).expect("the Worker");
        std::fs::write(&path, plant(&script).expect("the place to patch")).expect("the Worker");
        edge.restart();
        edge
    }

    fn start_in(files: &[PathBuf], config: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the data");
        for file in files {
            let copy = folder.path().join(file.file_name().expect("a file"));
            std::fs::copy(file, copy)
                .unwrap_or_else(|error| panic!("{}: {error}; run `make build` first", file.display()));
        }
        for data in ["data", "files"] {
            std::fs::create_dir(folder.path().join(data)).expect("a folder for what is kept");
        }
        std::fs::write(folder.path().join("config.capnp"), config).expect("the configuration");
        let mut edge = Self { folder, process: None, port: free_port() };
        edge.restart();
        edge
    }

    /// Where it listens.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The same for sockets.
    #[must_use]
    pub fn socket_base(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// Ends the process at once, as a power cut would.
    pub fn kill9(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().expect("SIGKILL");
            process.wait().expect("the end of workerd");
        }
    }

    /// Starts it, again if it was killed: the same port, the same data.
    pub fn restart(&mut self) {
        let mut process = Command::new(root().join("node_modules/.bin/workerd"))
            .current_dir(self.folder.path())
            .arg("serve")
            .arg("config.capnp")
            .arg("--experimental")
            .arg(format!("--socket-addr=http=127.0.0.1:{}", self.port))
            .arg("--control-fd=1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(if std::env::var_os("EDGE_LOG").is_some() { Stdio::inherit() } else { Stdio::null() })
            .process_group(0)
            .spawn()
            .expect("workerd; run `make setup` first");
        let mut said = BufReader::new(process.stdout.take().expect("its output"));
        let mut line = String::new();
        while !line.contains("\"listen\"") {
            line.clear();
            let read = said.read_line(&mut line).expect("its output");
            assert!(read > 0, "workerd ended before it listened; EDGE_LOG=1 shows why");
        }
        let event: serde_json::Value = serde_json::from_str(&line).expect("an event");
        self.port = event["port"].as_u64().and_then(|port| u16::try_from(port).ok()).expect("a port");
        // Its pipe must not fill up.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        self.process = Some(process);
    }

    /// How many objects of a class there are.
    #[must_use]
    pub fn objects(&self, class: &str) -> usize {
        self.files(class).len()
    }

    /// The SQLite files of the sites' objects.
    #[must_use]
    pub fn databases(&self) -> Vec<PathBuf> {
        self.files("Site")
    }

    /// How many files are in the bucket.
    #[must_use]
    pub fn kept_files(&self) -> usize {
        // Made with the first one.
        std::fs::read_dir(self.folder.path().join("files/files/blobs")).map_or(0, Iterator::count)
    }

    fn files(&self, class: &str) -> Vec<PathBuf> {
        let folder = self.folder.path().join(format!("data/porchlight-{class}"));
        let entries = std::fs::read_dir(folder).expect("the data of the objects");
        entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            // Beside one file per object, named by its id of 256 bits, the runtime keeps one of its own.
            .filter(|path| path.file_name().is_some_and(|name| name.len() == 64 + ".sqlite".len()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "sqlite"))
            .collect()
    }
}

/// A free port below those that the machine gives to clients: one of them that tries again and again while
/// the edge is down could otherwise be given the edge's own port, and be connected with itself.
pub(crate) fn free_port() -> u16 {
    const FROM: u32 = 12_000;
    const PORTS: u32 = 18_000;
    loop {
        let at = FROM + getrandom::u32().expect("random bytes") % PORTS;
        let port = u16::try_from(at).expect("a port");
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        self.kill9();
    }
}

const BARE: &str = r#"using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .bare), (name = "do-disk", disk = (path = "data", writable = true))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const bare :Workerd.Worker = (
  modules = [(name = "bare.js", esModule = embed "bare.js")],
  compatibilityDate = "2026-11-01",
  bindings = [(name = "BARE", durableObjectNamespace = "Bare")],
  durableObjectNamespaces = [(className = "Bare", uniqueKey = "bare", enableSql = true)],
  durableObjectStorage = (localDisk = "do-disk"),
);
"#;

fn config(variables: &[(&str, &str)]) -> String {
    let has_bucket = variables.iter().all(|(name, _)| *name != NO_BUCKET);
    let variables: Vec<String> =
        variables.iter().map(|(name, value)| format!("(name = \"{name}\", text = \"{value}\"), ")).collect();
    let variables = variables.concat();
    let dist = root().join("dist");
    let files = if has_bucket { r#"(name = "FILES", r2Bucket = "bucket-entry"),"# } else { "" };
    let door = if browser::keeps_secure_cookies() { "app" } else { "insecure" };
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .{door}),
    (name = "app", worker = .app),
    (name = "assets", worker = .files),
    (name = "public", disk = (path = "{dist}")),
    (name = "do-disk", disk = (path = "data", writable = true)),
    (name = "internet", network = (allow = ["public", "private"])),
    (name = "bucket", worker = .bucket),
    (name = "bucket-entry", worker = .bucketEntry),
    (name = "bucket-disk", disk = (path = "files", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
  extensions = [
    (modules = [(name = "tests:email", internal = true, esModule = embed "email.js")]),
    (modules = [
      (name = "miniflare:shared", esModule = embed "index.worker.js"),
      (name = "miniflare:zod", esModule = embed "zod.worker.js"),
    ]),
  ],
);
const app :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "./index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],
  compatibilityDate = "2026-11-01",
  bindings = [
    {variables}
    (name = "SITE", durableObjectNamespace = "Site"),
    (name = "DIRECTORY", durableObjectNamespace = "Directory"),
    (name = "LOBBY", durableObjectNamespace = "Lobby"),
    (name = "ASSETS", service = "assets"),
    (name = "EMAIL", wrapped = (moduleName = "tests:email")),
    {files}
  ],
  durableObjectNamespaces = [
    (className = "Site", uniqueKey = "porchlight-Site", enableSql = true),
    (className = "Directory", uniqueKey = "porchlight-Directory", enableSql = true),
    (className = "Lobby", uniqueKey = "porchlight-Lobby", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "do-disk"),
);
# R2 as wrangler simulates it.
const bucket :Workerd.Worker = (
  modules = [(name = "bucket.worker.js", esModule = embed "bucket.worker.js")],
  compatibilityDate = "2023-07-24",
  compatibilityFlags = ["nodejs_compat", "experimental"],
  bindings = [(name = "MINIFLARE_BLOBS", service = "bucket-disk")],
  durableObjectNamespaces = [(className = "R2BucketObject", uniqueKey = "bucket", enableSql = true)],
  durableObjectStorage = (localDisk = "bucket-disk"),
);
const bucketEntry :Workerd.Worker = (
  modules = [(name = "object-entry.worker.js", esModule = embed "object-entry.worker.js")],
  compatibilityDate = "2023-07-24",
  bindings = [
    (name = "MINIFLARE_NAMESPACE", text = "files"),
    (name = "MINIFLARE_OBJECT", durableObjectNamespace = (className = "R2BucketObject", serviceName = "bucket")),
  ],
);
const insecure :Workerd.Worker = (
  modules = [(name = "insecure.js", esModule = embed "insecure.js")],
  compatibilityDate = "2026-11-01",
  bindings = [(name = "APP", service = "app")],
);
const files :Workerd.Worker = (
  modules = [(name = "assets.js", esModule = embed "assets.js")],
  compatibilityDate = "2026-11-01",
  bindings = [{variables} (name = "PUBLIC", service = "public")],
);
"#,
        dist = dist.display(),
    )
}
