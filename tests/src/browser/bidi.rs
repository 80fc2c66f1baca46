//! What plain WebDriver cannot do, by WebDriver BiDi: hearing what the page's console says, and a window of any size.
//! <https://www.w3.org/TR/webdriver-bidi/>

use std::sync::{Arc, Mutex};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::tungstenite::Message;

/// A command, and where its answer goes.
type Asked = (Value, oneshot::Sender<Value>);

/// An open socket to a browser.
#[derive(Clone, Debug)]
pub(super) struct Bidi {
    commands: mpsc::UnboundedSender<Asked>,
    heard: Arc<Mutex<Vec<Value>>>,
}

impl Bidi {
    /// Opens it, and listens to the console of every page.
    pub(super) async fn open(url: &str) -> Self {
        let (mut socket, _) = tokio_tungstenite::connect_async(url).await.expect("the browser's socket");
        let (commands, mut asked) = mpsc::unbounded_channel::<Asked>();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&heard);
        tokio::spawn(async move {
            // One at a time: answers come in the order of the commands.
            let mut waiting: Option<oneshot::Sender<Value>> = None;
            loop {
                tokio::select! {
                    command = asked.recv(), if waiting.is_none() => {
                        let Some((command, answer)) = command else { return };
                        waiting = Some(answer);
                        let sent = socket.send(Message::text(command.to_string())).await;
                        if sent.is_err() { return }
                    }
                    message = socket.next() => {
                        let Some(Ok(message)) = message else { return };
                        let Ok(frame) = serde_json::from_slice::<Value>(&message.into_data()) else { continue };
                        if frame["method"] == "log.entryAdded" {
                            told.lock().expect("what was heard").push(frame["params"].clone());
                        } else if !frame["id"].is_null() && let Some(answer) = waiting.take() {
                            drop(answer.send(frame));
                        }
                    }
                }
            }
        });
        let bidi = Self { commands, heard };
        bidi.ask("session.subscribe", json!({ "events": ["log.entryAdded"] })).await;
        bidi
    }

    pub(super) async fn ask(&self, method: &str, params: Value) -> Value {
        let (answer, answered) = oneshot::channel();
        let command = json!({ "id": 1, "method": method, "params": params });
        self.commands.send((command, answer)).expect("the browser is there");
        let frame = answered.await.expect("an answer");
        assert_eq!(frame["type"], "success", "{method}: {frame}");
        frame["result"].clone()
    }

    /// What was heard since the last time. An answer comes after all that was said before it.
    pub(super) async fn heard(&self) -> Vec<Value> {
        self.ask("session.status", json!({})).await;
        std::mem::take(&mut *self.heard.lock().expect("what was heard"))
    }
}
