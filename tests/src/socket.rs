//! A client of a socket, with the frames of `wire`.

use std::time::Duration;

use std::collections::VecDeque;
use std::fmt::Debug;
use std::marker::PhantomData;

use futures_util::{SinkExt as _, StreamExt as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderName;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::wait::DEADLINE;

/// An open socket that says `S` and hears `H`.
#[derive(Debug)]
pub struct Socket<S, H> {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Heard, but not what was waited for at that time.
    heard: VecDeque<H>,
    says: PhantomData<S>,
}

impl<S, H> Socket<S, H> {
    /// Opens one.
    ///
    /// # Errors
    /// The status that it was refused with.
    ///
    /// # Panics
    /// When there is no answer at all.
    pub async fn connect(url: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let mut request = url.into_client_request().expect("an address");
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a header");
            request.headers_mut().insert(name, value.parse().expect("its value"));
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((stream, _)) => Ok(Self { stream, heard: VecDeque::new(), says: PhantomData }),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{url}: {error}"),
        }
    }

    /// Opens one, if there is anybody.
    pub async fn try_connect(url: &str, headers: &[(&str, &str)]) -> Option<Self> {
        let mut request = url.into_client_request().ok()?;
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            request.headers_mut().insert(name, value.parse().ok()?);
        }
        let opened = tokio::time::timeout(DEADLINE, tokio_tungstenite::connect_async(request)).await;
        let (stream, _) = opened.ok()?.ok()?;
        Some(Self { stream, heard: VecDeque::new(), says: PhantomData })
    }

    /// The next text, however long it takes; `None` when the link has ended.
    pub async fn text_or_end(&mut self) -> Option<String> {
        loop {
            match self.stream.next().await? {
                Ok(Message::Text(text)) => return Some(text.to_string()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Sends a text as it is.
    ///
    /// # Panics
    /// When the socket is closed.
    pub async fn text(&mut self, text: &str) {
        self.stream.send(Message::text(text)).await.expect("an open socket");
    }

    /// Sends a text, if the socket still takes it.
    ///
    /// # Errors
    /// When it does not.
    pub async fn try_text(&mut self, text: &str) -> Result<(), Error> {
        self.stream.send(Message::text(text)).await
    }

    /// Sends bytes.
    ///
    /// # Panics
    /// When the socket is closed.
    pub async fn bytes(&mut self, bytes: &[u8]) {
        self.stream.send(Message::binary(bytes.to_vec())).await.expect("an open socket");
    }

    async fn next(&mut self, what: &str) -> Option<Message> {
        let next = tokio::time::timeout(DEADLINE, self.stream.next()).await;
        match next.unwrap_or_else(|_| panic!("waited in vain for {what}")) {
            Some(Ok(message)) => Some(message),
            // A cut without a closing handshake.
            Some(Err(_)) | None => None,
        }
    }

    /// Waits until the other side closes.
    ///
    /// # Panics
    /// When it does not, or without a code.
    pub async fn closed(&mut self) -> u16 {
        loop {
            match self.next("the end of the socket").await {
                Some(Message::Close(Some(frame))) => return frame.code.into(),
                Some(Message::Close(None)) | None => panic!("closed without a code"),
                Some(_) => {}
            }
        }
    }

    /// Waits until the link is cut.
    pub async fn cut(&mut self) {
        while self.next("the cut").await.is_some() {}
    }

    /// Closes from this side.
    pub async fn close(mut self) {
        drop(self.stream.close(None).await);
        self.cut().await;
    }

    /// Sends `ping` and waits for `pong`.
    ///
    /// # Panics
    /// When there is none.
    pub async fn ping(&mut self) {
        self.text("ping").await;
        loop {
            match self.next("pong").await {
                Some(Message::Text(text)) if text.as_str() == "pong" => return,
                Some(_) => {}
                None => panic!("the socket closed"),
            }
        }
    }
}

impl<S: Serialize, H: DeserializeOwned + Debug> Socket<S, H> {
    /// Sends a frame.
    ///
    /// # Panics
    /// When the socket is closed.
    pub async fn say(&mut self, frame: &S) {
        let text = serde_json::to_string(frame).expect("JSON");
        self.text(&text).await;
    }

    /// The next frame, as text.
    ///
    /// # Panics
    /// When there is none.
    pub async fn raw(&mut self, what: &str) -> String {
        loop {
            match self.next(what).await {
                Some(Message::Text(text)) => return text.to_string(),
                Some(Message::Close(frame)) => panic!("closed instead of {what}: {frame:?}"),
                Some(_) => {}
                None => panic!("cut instead of {what}"),
            }
        }
    }

    /// Waits for a frame. Others are kept for later.
    ///
    /// # Panics
    /// When it does not come, with what came instead.
    pub async fn expect<T>(&mut self, what: &str, wanted: impl FnMut(&H) -> Option<T>) -> T {
        self.expect_within(DEADLINE, what, wanted).await
    }

    /// The same for what takes its time by its rule.
    ///
    /// # Panics
    /// Like [`Socket::expect`].
    pub async fn expect_within<T>(
        &mut self,
        patience: Duration,
        what: &str,
        mut wanted: impl FnMut(&H) -> Option<T>,
    ) -> T {
        if let Some(at) = self.heard.iter().position(|frame| wanted(frame).is_some())
            && let Some(frame) = self.heard.remove(at)
        {
            return wanted(&frame).expect("wanted a moment ago");
        }
        loop {
            let text = match tokio::time::timeout(patience, self.stream.next()).await {
                Ok(Some(Ok(Message::Text(text)))) => text,
                Ok(Some(Ok(Message::Close(frame)))) => panic!("closed instead of {what}: {frame:?}"),
                Ok(Some(Ok(_))) => continue,
                Ok(Some(Err(_)) | None) => panic!("cut instead of {what}; heard: {:?}", self.heard),
                Err(late) => panic!("waited in vain for {what} ({late}); heard: {:?}", self.heard),
            };
            let frame: H = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            if let Some(found) = wanted(&frame) {
                return found;
            }
            self.heard.push_back(frame);
        }
    }

    /// What came besides what was waited for, and forgets it.
    pub fn rest(&mut self) -> Vec<H> {
        self.heard.drain(..).collect()
    }
}
