//! A network that fails in known ways, between a client and the edge.
//!
//! Plain HTTP passes, each request by a connection of its own; the faults are those of sockets, and of files.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::watch;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What the client sends vanishes.
    SilentUp,
    /// What the edge sends vanishes.
    SilentDown,
    /// The edge's side is closed, and the client is not told.
    HalfOpen,
    /// Acknowledgements vanish.
    NoAcknowledgement,
    /// Each text frame comes twice, both ways.
    Twice,
    /// The link is reset in the midst of the next frame to the client.
    Torn,
    /// A few bytes at a time.
    Slow,
    /// The socket opens, and then nothing comes through.
    Mute,
    /// The socket's address answers with this status.
    Refused(u16),
    /// The link is reset in the midst of a file.
    FileTorn,
    /// The rest of a file waits until this is over.
    FileHeld,
}

/// How many bytes are taken in before they are carried on.
const AHEAD: u32 = 64 * 1024;

/// A fault, and the connections that it strikes: those below this number.
type Plan = Option<(Fault, usize)>;

/// The proxy. Ends when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    /// Where it listens.
    pub base: String,
    plan: watch::Sender<Plan>,
    /// Sockets that were asked for.
    asked: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Proxy {
    /// Opens one before the edge at `base`.
    ///
    /// # Panics
    /// Without a free port.
    #[must_use]
    pub fn open(base: &str) -> Self {
        let edge = base.trim_start_matches("http://").to_owned();
        let socket = TcpSocket::new_v4().expect("a socket");
        // Of what is held here a client has not sent all: the system would take megabytes ahead.
        socket.set_recv_buffer_size(AHEAD).expect("its buffer");
        socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a port");
        let listener = socket.listen(1024).expect("a listener");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        let (plan, planned) = watch::channel(None);
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (edge, planned, count) = (edge.clone(), planned.clone(), Arc::clone(&count));
                tokio::spawn(async move { drop(serve(client, &edge, planned, &count).await) });
            }
        });
        Self { base, plan, asked, task }
    }

    /// From now on every socket has this fault.
    pub fn set(&self, fault: Fault) {
        self.plan.send_replace(Some((fault, usize::MAX)));
    }

    /// From now on nothing fails.
    pub fn mend(&self) {
        self.plan.send_replace(None);
    }

    /// The sockets that are open now have this fault, those that come later do not.
    pub fn strike(&self, fault: Fault) {
        self.plan.send_replace(Some((fault, self.asked())));
    }

    /// How many sockets were asked for.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The fault of a connection.
fn fault_of(planned: &watch::Receiver<Plan>, number: usize) -> Option<Fault> {
    planned.borrow().and_then(|(fault, below)| (number < below).then_some(fault))
}

/// Reads a head up to its empty line.
async fn head(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    Ok(head)
}

async fn serve(
    mut client: TcpStream,
    edge: &str,
    planned: watch::Receiver<Plan>,
    count: &AtomicUsize,
) -> std::io::Result<()> {
    let asked = head(&mut client).await?;
    let text = String::from_utf8_lossy(&asked).into_owned();
    if !text.to_ascii_lowercase().contains("\r\nupgrade: websocket") {
        let mut server = TcpStream::connect(edge).await?;
        // Each is to be looked at.
        server.write_all(text.replacen("\r\n", "\r\nConnection: close\r\n", 1).as_bytes()).await?;
        if text.starts_with("POST ") && text.contains("/files?") {
            return file(client, server, planned, &text).await;
        }
        tokio::io::copy_bidirectional(&mut client, &mut server).await?;
        return Ok(());
    }
    let number = count.fetch_add(1, Ordering::Relaxed);
    if let Some(Fault::Refused(status)) = fault_of(&planned, number) {
        let answer = format!("HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        client.write_all(answer.as_bytes()).await?;
        return client.shutdown().await;
    }
    // Without compression, so that frames can be read.
    let lines = text.split_inclusive("\r\n");
    let plain: String =
        lines.filter(|line| !line.to_ascii_lowercase().starts_with("sec-websocket-extensions")).collect();
    let mut server = TcpStream::connect(edge).await?;
    server.write_all(plain.as_bytes()).await?;
    let answer = head(&mut server).await?;
    client.write_all(&answer).await?;
    let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
    let link = |up| Link { up, number, planned: planned.clone() };
    // A socket that is half open outlives the edge's side.
    let (up, down) =
        (tokio::spawn(link(true).pump(from_client, to_server)), link(false).pump(from_server, to_client));
    let kept = down.await?;
    if kept.is_none() {
        up.abort();
    }
    drop(up.await);
    drop(kept);
    Ok(())
}

/// Carries a file and its answer.
async fn file(
    mut client: TcpStream,
    mut server: TcpStream,
    mut planned: watch::Receiver<Plan>,
    head: &str,
) -> std::io::Result<()> {
    let head = head.to_ascii_lowercase();
    let length = head.split("content-length:").nth(1).and_then(|rest| rest.lines().next());
    let length: u64 = length.and_then(|text| text.trim().parse().ok()).unwrap_or_default();
    tokio::io::copy(&mut (&mut client).take(length / 2), &mut server).await?;
    if fault_of(&planned, 0) == Some(Fault::FileTorn) {
        return client.set_zero_linger();
    }
    let is_held = |plan: &Plan| matches!(plan, Some((Fault::FileHeld, _)));
    drop(planned.wait_for(|plan| !is_held(plan)).await);
    tokio::io::copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}

/// One way of one socket.
struct Link {
    up: bool,
    number: usize,
    planned: watch::Receiver<Plan>,
}

impl Link {
    /// Carries frames until one side ends. Answers the writing half where the other side shall not see that.
    async fn pump(
        mut self,
        mut from: OwnedReadHalf,
        mut to: OwnedWriteHalf,
    ) -> std::io::Result<Option<OwnedWriteHalf>> {
        loop {
            let fault = fault_of(&self.planned, self.number);
            if fault == Some(Fault::HalfOpen) {
                if !self.up {
                    return Ok(Some(to));
                }
                drop(to.shutdown().await);
                // Swallows what the client still sends.
                tokio::io::copy(&mut from, &mut tokio::io::sink()).await?;
                return Ok(None);
            }
            let frame = tokio::select! {
                frame = Frame::read(&mut from) => frame?,
                // In the midst of a frame nothing of this proxy's own begins anew but a half-open link, where
                // the rest of it does not matter.
                () = self.becomes_half_open() => continue,
            };
            match fault_of(&self.planned, self.number) {
                Some(Fault::SilentUp) if self.up => {}
                Some(Fault::SilentDown) if !self.up => {}
                Some(Fault::Mute | Fault::HalfOpen) => {}
                Some(Fault::NoAcknowledgement) if !self.up && frame.says(r#""type":"stored""#) => {}
                Some(Fault::Twice) if frame.is_text() => {
                    to.write_all(&frame.bytes).await?;
                    to.write_all(&frame.bytes).await?;
                }
                Some(Fault::Torn) if !self.up => {
                    to.write_all(&frame.bytes[..frame.bytes.len() / 2]).await?;
                    to.as_ref().set_zero_linger()?;
                    return Ok(None);
                }
                Some(Fault::Slow) => {
                    let mut pace = tokio::time::interval(Duration::from_millis(20));
                    for few in frame.bytes.chunks(16) {
                        pace.tick().await;
                        to.write_all(few).await?;
                    }
                }
                _ => to.write_all(&frame.bytes).await?,
            }
        }
    }

    async fn becomes_half_open(&mut self) {
        loop {
            let is = |plan: &Plan| matches!(plan, Some((Fault::HalfOpen, below)) if self.number < *below);
            if self.planned.wait_for(is).await.is_ok() {
                return;
            }
            std::future::pending::<()>().await;
        }
    }
}

/// A frame as it came, RFC 6455 section 5.2.
struct Frame {
    bytes: Vec<u8>,
    payload_at: usize,
}

impl Frame {
    async fn read(from: &mut OwnedReadHalf) -> std::io::Result<Self> {
        let mut bytes = vec![from.read_u8().await?, from.read_u8().await?];
        let (is_masked, short) = (bytes[1] & 0x80 != 0, bytes[1] & 0x7f);
        let more = match short {
            126 => 2,
            127 => 8,
            _ => 0,
        };
        let mut length = u64::from(short);
        if more > 0 {
            length = 0;
            for _ in 0..more {
                bytes.push(from.read_u8().await?);
                length = length << 8 | u64::from(bytes[bytes.len() - 1]);
            }
        }
        let payload_at = bytes.len() + if is_masked { 4 } else { 0 };
        let whole = payload_at + usize::try_from(length).map_err(std::io::Error::other)?;
        let begun = bytes.len();
        bytes.resize(whole, 0);
        from.read_exact(&mut bytes[begun..]).await?;
        Ok(Self { bytes, payload_at })
    }

    fn is_text(&self) -> bool {
        self.bytes[0] & 0x0f == 1
    }

    /// Whether it has these words; of the edge's frames, which are not masked.
    fn says(&self, words: &str) -> bool {
        String::from_utf8_lossy(&self.bytes[self.payload_at..]).contains(words)
    }
}
