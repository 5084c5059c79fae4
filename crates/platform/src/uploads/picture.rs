//! Pictures are drawn anew: upright, no larger than reading a document needs, without metadata.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits, RgbImage,
};
use kernel::Error;
use kernel::error::{Kind, Result};

/// Longest side of a kept picture, in pixels: about 170 dots per inch of an A4 page.
const SIDE: u32 = 2000;

/// JPEG quality of a kept picture, of 100.
const QUALITY: u8 = 82;

/// What a decoder may take besides the picture itself, in bytes.
const SLACK: u64 = 16 * 1024 * 1024;

/// Decodes the picture within limits and encodes it as a JPEG.
///
/// # Errors
/// `upload-too-many-pixels` when it unfolds to more than `pixels`, `upload-unreadable` when it
/// cannot be decoded.
pub(super) fn redraw(bytes: &[u8], format: ImageFormat, pixels: u64) -> Result<Vec<u8>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    // At most 16 bits for each of four channels.
    limits.max_alloc = Some(pixels.saturating_mul(8).saturating_add(SLACK));
    reader.limits(limits);
    let refused = |error| refused(error, pixels);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    // Known from the header, before anything is unfolded.
    if u64::from(width) * u64::from(height) > pixels {
        return Err(too_many(pixels));
    }
    let orientation = decoder.orientation().map_err(refused)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    if width.max(height) > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    picture.apply_orientation(orientation);
    encode(&on_white(picture))
}

fn encode(picture: &RgbImage) -> Result<Vec<u8>> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode_image(picture)
        .map_err(Error::internal)?;
    Ok(jpeg)
}

/// JPEG knows no transparency, and a scan with a transparent ground would turn black.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(u32::from);
        let over = |channel: u32| ((channel * alpha + 255 * (255 - alpha)) / 255) as u8;
        image::Rgb([over(red), over(green), over(blue)])
    })
}

fn refused(error: ImageError, pixels: u64) -> Error {
    match error {
        ImageError::Limits(_) => too_many(pixels),
        other => Error::invalid("upload-unreadable").context(other),
    }
}

fn too_many(pixels: u64) -> Error {
    Error::new(Kind::TooLarge, "upload-too-many-pixels").with("limit", pixels / 1_000_000)
}
