//! A page on another origin, as a site owner's server would send it: one page, the headers of a test.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A server for one page. Ends when it is dropped.
#[derive(Debug)]
pub struct Fixture {
    /// Its origin.
    pub origin: String,
    page: Arc<Mutex<String>>,
    task: tokio::task::JoinHandle<()>,
}

impl Fixture {
    /// Opens the port, so that the origin is known before the page is.
    ///
    /// # Panics
    /// Without a free port.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("its address"));
        let page = Arc::new(Mutex::new(String::new()));
        let served = Arc::clone(&page);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let response = served.lock().expect("the page").clone();
                tokio::spawn(async move { drop(serve(stream, &response).await) });
            }
        });
        Self { origin, page, task }
    }

    /// Sets the page: its HTML, and headers such as `Content-Security-Policy: …`.
    ///
    /// # Panics
    /// Never in practice: only after a panic elsewhere.
    pub fn page(&self, html: &str, headers: &[&str]) {
        let headers: String = headers.iter().flat_map(|header| [header, "\r\n"]).collect();
        let length = html.len();
        *self.page.lock().expect("the page") = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{html}"
        );
    }

    /// Sends whoever asks for the page elsewhere.
    ///
    /// # Panics
    /// Like [`Fixture::page`].
    pub fn redirect(&self, to: &str) {
        *self.page.lock().expect("the page") =
            format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, response: &str) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        request.extend_from_slice(&buffer[..read]);
    }
    let is_page = request.starts_with(b"GET / ");
    let missing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    stream.write_all(if is_page { response } else { missing }.as_bytes()).await?;
    stream.shutdown().await
}
