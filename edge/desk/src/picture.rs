//! Which pictures of agents are taken (T6).

use wire::file::Media;

use crate::file;

/// The largest, in bytes. As base64 it still fits into a body.
pub const MOST_BYTES: usize = 12_000;

/// What a picture is, by its first bytes: nobody's word counts for it.
///
/// # Errors
/// A sentence that says why it is not taken.
pub fn kind(bytes: &[u8]) -> Result<&'static str, &'static str> {
    if bytes.len() > MOST_BYTES {
        return Err("A picture has 12,000 bytes at most.");
    }
    match file::media(bytes) {
        media @ (Media::Jpeg | Media::Png | Media::Webp) => Ok(media.as_str()),
        Media::Gif | Media::Other => Err("A picture is a JPEG, a PNG or a WebP."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t6_a_picture_is_what_its_first_bytes_say() {
        assert_eq!(kind(b"\xFF\xD8\xFF\xE0 and so on"), Ok("image/jpeg"));
        assert_eq!(kind(b"\x89PNG\r\n\x1A\n and so on"), Ok("image/png"));
        assert_eq!(kind(b"RIFF\x10\0\0\0WEBPVP8 "), Ok("image/webp"));
        for none in [
            &b""[..],
            b"\xFF\xD8",
            b"GIF89a",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"RIFF\0\0\0\0WAVE",
        ] {
            assert!(kind(none).is_err(), "{none:?}");
        }
        let mut large = vec![0xFF; MOST_BYTES + 1];
        large[1] = 0xD8;
        assert_eq!(kind(&large), Err("A picture has 12,000 bytes at most."));
        assert!(kind(&large[1..]).is_err());
    }
}
