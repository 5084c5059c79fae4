use std::io::Cursor;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;
use crate::app::App;
use crate::db::Command;
use crate::testing::{Setup, TestCity};

const PERSON: Uuid = Uuid::from_u128(9);
const PLACE: &[u8] = b"GPS-5.1136S-105.3067E";

struct NewPerson(App);

impl Command for NewPerson {
    type Output = SubjectKey;
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<SubjectKey> {
        keys::create(tx, &self.0.vault, PERSON).await
    }
}

struct Erase;

impl Command for Erase {
    type Output = ();
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        keys::erase(tx, PERSON).await
    }
}

struct Record(NewUpload);

impl Command for Record {
    type Output = ();
    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        record(tx, &self.0).await
    }
}

async fn city() -> (TestCity, SubjectKey) {
    let city = TestCity::with(Setup::default()).await;
    let key = city.app.db.write(city.tenant.id, NewPerson(city.app.clone())).await.unwrap();
    (city, key)
}

/// The key of the refusal, with what it names.
async fn refusal(bytes: Vec<u8>) -> (&'static str, Vec<String>) {
    let (city, key) = city().await;
    let error = accept(&city.app, city.tenant.id, &key, bytes.into()).await.unwrap_err();
    (error.key(), error.args().iter().map(|(_, value)| value.clone()).collect())
}

/// Accepts, records and fetches.
async fn kept(bytes: Vec<u8>) -> (NewUpload, Bytes) {
    let (city, key) = city().await;
    let upload = accept(&city.app, city.tenant.id, &key, bytes.into()).await.unwrap();
    city.app.db.write(city.tenant.id, Record(upload.clone())).await.unwrap();
    let (media, bytes) = fetch(&city.app, city.tenant.id, upload.file_id).await.unwrap();
    assert_eq!((media, bytes.len() as u64), (upload.media, upload.bytes));
    assert_eq!(sha256(&bytes), upload.sha256);
    (upload, bytes)
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95).encode_image(picture).unwrap();
    bytes
}

/// A JPEG with an Exif segment: orientation 6 (turn right to stand), and a place in its text.
fn photo_with_place(picture: &RgbImage) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"); // Orientation, SHORT, 1, 6
    exif.extend(b"\x01\x0e\0\x02"); // ImageDescription, ASCII
    exif.extend((PLACE.len() as u32).to_be_bytes());
    exif.extend(b"\0\0\0\x26\0\0\0\0"); // at offset 38; no next directory
    exif.extend(PLACE);
    let plain = jpeg(picture);
    let mut bytes = plain[..2].to_vec();
    bytes.extend(b"\xff\xe1");
    bytes.extend((exif.len() as u16 + 2).to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&plain[2..]);
    bytes
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Left half red, right half blue.
fn halves() -> RgbImage {
    RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) })
}

#[tokio::test]
async fn a_photo_loses_its_metadata_and_stands_upright() {
    let photo = photo_with_place(&halves());
    assert!(contains(&photo, PLACE) && contains(&photo, b"Exif"));
    let (upload, bytes) = kept(photo).await;
    assert_eq!(upload.media, Media::Jpeg);
    assert!(!contains(&bytes, PLACE) && !contains(&bytes, b"Exif"));
    let picture = image::load_from_memory(&bytes).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (32, 64));
    // Turned right, what was left is on top.
    let ([top_red, _, _], [_, _, bottom_blue]) =
        (picture.get_pixel(16, 8).0, picture.get_pixel(16, 56).0);
    assert!(top_red > 200 && bottom_blue > 200);
}

#[tokio::test]
async fn a_large_picture_is_made_smaller_and_a_small_one_is_not() {
    let (_, bytes) = kept(jpeg(&RgbImage::new(3000, 900))).await;
    let picture = image::load_from_memory(&bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (2000, 600));
    let (_, bytes) = kept(jpeg(&RgbImage::new(30, 9))).await;
    let picture = image::load_from_memory(&bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (30, 9));
}

#[tokio::test]
async fn a_transparent_ground_becomes_white() {
    let mut bytes = Vec::new();
    let clear = RgbaImage::from_pixel(16, 16, Rgba([0, 0, 0, 0]));
    clear.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    let (upload, bytes) = kept(bytes).await;
    assert_eq!(upload.media, Media::Jpeg);
    let picture = image::load_from_memory(&bytes).unwrap().into_rgb8();
    assert!(picture.get_pixel(8, 8).0.iter().all(|channel| *channel > 250));
}

#[tokio::test]
async fn webp_is_taken_too() {
    let mut bytes = Vec::new();
    halves().write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::WebP).unwrap();
    assert_eq!(kept(bytes).await.0.media, Media::Jpeg);
}

#[tokio::test]
async fn a_small_file_that_unfolds_to_a_huge_picture_is_refused() {
    let (width, height) = (20_000u32, 20_000u32);
    let mut bomb = Vec::new();
    let black = vec![0; (width / 8) as usize * height as usize];
    // Eight black pixels a byte, then told to be eight-bit: the header says 400 million pixels.
    PngEncoder::new_with_quality(&mut bomb, CompressionType::Best, FilterType::NoFilter)
        .write_image(&black, width / 8, height, ExtendedColorType::L8)
        .unwrap();
    widen(&mut bomb, width);
    assert!(bomb.len() < 200_000);
    assert_eq!(refusal(bomb).await, ("upload-too-many-pixels", vec!["50".to_owned()]));
}

/// Rewrites the header of a PNG for one-bit pixels (PNG 3, section 11.2.1) and its checksum.
fn widen(png: &mut [u8], width: u32) {
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[24] = 1;
    let mut crc = u32::MAX;
    for byte in &png[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
}

#[tokio::test]
async fn what_is_no_picture_and_no_pdf_is_refused_whatever_its_name() {
    for bytes in [
        b"<!DOCTYPE html><html><script>alert(1)</script></html>".as_slice(),
        b"PK\x03\x04 an archive or a document of an office suite",
        b"\x7fELF\x02\x01\x01 a program",
        b"GIF89a a moving picture",
        b"plain words",
    ] {
        assert_eq!(refusal(bytes.to_vec()).await.0, "upload-wrong-type");
    }
}

#[tokio::test]
async fn half_a_picture_is_refused() {
    let whole = jpeg(&halves());
    assert_eq!(refusal(whole[..40].to_vec()).await.0, "upload-unreadable");
}

#[tokio::test]
async fn size_is_limited_by_the_rulebook() {
    assert_eq!(refusal(Vec::new()).await.0, "upload-empty");
    let refused = refusal(vec![b'x'; 5 * 1024 * 1024 + 1]).await;
    assert_eq!(refused, ("upload-too-large", vec!["5".to_owned()]));
    assert_eq!(check_size(600 * 1024 + 1, 600 * 1024).unwrap_err().key(), "upload-too-large-kb");
    assert!(check_size(600 * 1024, 600 * 1024).is_ok());
}

#[tokio::test]
async fn a_pdf_is_kept_as_it_is_unless_it_runs_something() {
    let document = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n".to_vec();
    let (upload, bytes) = kept(document.clone()).await;
    assert_eq!((upload.media, bytes.to_vec()), (Media::Pdf, document));
    let script = b"%PDF-1.4\n1 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj\n%%EOF\n";
    assert_eq!(refusal(script.to_vec()).await.0, "upload-pdf-active");
}

#[tokio::test]
async fn files_on_disk_are_sealed_and_die_with_their_key() {
    let (city, key) = city().await;
    let document = b"%PDF-1.4\n(Siti Aminah, 1872014101900001)\n%%EOF\n".to_vec();
    let upload = accept(&city.app, city.tenant.id, &key, document.into()).await.unwrap();
    let stored = city.app.files.get(city.tenant.id, upload.file_id).await.unwrap();
    for part in [b"%PDF".as_slice(), b"Siti", b"18720141"] {
        assert!(!contains(&stored, part));
    }

    let not_found = async |tenant| {
        let error = fetch(&city.app, tenant, upload.file_id).await.unwrap_err();
        assert_eq!(error.kind(), Kind::NotFound);
    };
    not_found(city.tenant.id).await;
    city.app.db.write(city.tenant.id, Record(upload.clone())).await.unwrap();
    assert!(fetch(&city.app, city.tenant.id, upload.file_id).await.is_ok());
    not_found(city.other.id).await;
    city.app.db.write(city.tenant.id, Erase).await.unwrap();
    not_found(city.tenant.id).await;
}

#[test]
fn every_refusal_has_a_text_in_both_languages() {
    let sources = ["../uploads.rs", "picture.rs", "pdf.rs"];
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/uploads");
    for source in sources {
        let code = std::fs::read_to_string(here.join(source)).unwrap();
        let named = code.split('"').filter(|part| part.starts_with("upload-"));
        for key in named {
            for lang in crate::i18n::Lang::ALL {
                assert!(crate::i18n::keys(lang).contains(key), "{key} in {}", lang.code());
            }
        }
    }
}
