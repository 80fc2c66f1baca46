//! A mail provider that keeps what it is handed, and fails in every way that a real one does.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::until;

/// What it does with the next mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Takes them.
    Takes,
    /// Answers with this status.
    Answers(u16),
    /// Never answers.
    Hangs,
    /// Takes them and drops the connection without a word.
    TakesAndDrops,
}

/// A mail as it was handed over.
#[derive(Clone, Debug)]
pub struct Handed {
    /// The provider's idempotency key, where that is a header.
    pub key: Option<String>,
    /// The request's first line and headers.
    pub head: String,
    /// Whatever proves who hands it over.
    pub secret: String,
    /// The body.
    pub mail: Value,
}

impl Handed {
    /// A part of the mail, by its name at Resend.
    ///
    /// # Panics
    /// Without it.
    #[must_use]
    pub fn part(&self, name: &str) -> &str {
        self.mail[name].as_str().unwrap_or_else(|| panic!("no {name}: {}", self.mail))
    }

    /// A header of the mail.
    ///
    /// # Panics
    /// Without it.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.mail["headers"][name].as_str().unwrap_or_else(|| panic!("no {name}: {}", self.mail))
    }
}

#[derive(Debug)]
struct State {
    manner: Manner,
    taken: Vec<Handed>,
    asked: usize,
}

/// The provider. Ends when it is dropped.
#[derive(Debug)]
pub struct Provider {
    /// Where it listens.
    pub url: String,
    state: Arc<Mutex<State>>,
    task: tokio::task::JoinHandle<()>,
}

impl Provider {
    /// Opens one that takes everything.
    ///
    /// # Panics
    /// Without a free port.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("its address"));
        let state = Arc::new(Mutex::new(State { manner: Manner::Takes, taken: Vec::new(), asked: 0 }));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                tokio::spawn(async move { drop(serve(stream, &state).await) });
            }
        });
        Self { url, state, task }
    }

    /// From now on.
    ///
    /// # Panics
    /// Never in practice: only after a panic elsewhere.
    pub fn behaves(&self, manner: Manner) {
        self.state.lock().expect("the provider").manner = manner;
    }

    /// What it took, in order.
    ///
    /// # Panics
    /// Like [`Provider::behaves`].
    #[must_use]
    pub fn taken(&self) -> Vec<Handed> {
        self.state.lock().expect("the provider").taken.clone()
    }

    /// How often it was asked, whatever came of it.
    ///
    /// # Panics
    /// Like [`Provider::behaves`].
    #[must_use]
    pub fn asked(&self) -> usize {
        self.state.lock().expect("the provider").asked
    }

    /// Waits until it was asked so often.
    pub async fn until_asked(&self, times: usize) {
        until("the provider to be asked", async || {
            let asked = self.asked();
            if asked >= times { Ok(()) } else { Err(asked) }
        })
        .await;
    }

    /// Waits for the mail of this number, from 1.
    pub async fn mail(&self, number: usize) -> Handed {
        until("a mail to be handed over", async || {
            let taken = self.taken();
            taken.get(number - 1).cloned().ok_or(taken.len())
        })
        .await
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = vec![0; 16 * 1024];
    let (head, length) = loop {
        let read = stream.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        request.extend_from_slice(&buffer[..read]);
        if let Some(end) = request.windows(4).position(|end| end == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&request[..end]).into_owned();
            let length = header(&head, "content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
            request.drain(..end + 4);
            break (head, length);
        }
    };
    while request.len() < length {
        let read = stream.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        request.extend_from_slice(&buffer[..read]);
    }
    let secret = ["authorization", "api-key", "x-postmark-server-token"];
    let handed = Handed {
        key: header(&head, "idempotency-key"),
        head: head.clone(),
        secret: secret.iter().find_map(|name| header(&head, name)).unwrap_or_default(),
        mail: serde_json::from_slice(&request).unwrap_or(Value::Null),
    };
    let manner = {
        let mut state = state.lock().expect("the provider");
        state.asked += 1;
        if matches!(state.manner, Manner::Takes | Manner::TakesAndDrops) {
            state.taken.push(handed);
        }
        state.manner
    };
    let status = match manner {
        Manner::Takes => 200,
        Manner::Answers(status) => status,
        Manner::TakesAndDrops => return Ok(()),
        Manner::Hangs => {
            // Until the other side gives up.
            while stream.read(&mut buffer).await? > 0 {}
            return Ok(());
        }
    };
    let body = r#"{"message":"what the provider says"}"#;
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status} Whatever\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

fn header(head: &str, name: &str) -> Option<String> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
}
