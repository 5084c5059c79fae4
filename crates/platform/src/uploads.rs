//! Uploads: what a file really is, how large it may be, and what is kept of it. A picture is drawn
//! anew, which leaves its metadata (place, camera, owner) behind; a PDF is kept as it is. Both lie
//! under the key of the person whose they are.

mod pdf;
mod picture;
#[cfg(test)]
mod tests;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::fact::TenantId;
use kernel::id::FileId;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::app::Platform;
use crate::db::{Tx, WriteTx, db};
use crate::journal::uuid;
use crate::keys;
use crate::vault::{SubjectKey, sha256};

/// What a kept file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// A picture.
    Jpeg,
    /// A document.
    Pdf,
}

impl Media {
    /// The media type (RFC 6838), as stored and as sent to browsers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Pdf => "application/pdf",
        }
    }

    /// The kind with that media type.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Jpeg, Self::Pdf].into_iter().find(|media| media.code() == code)
    }
}

/// A file that is on disk, sealed, and that no row knows yet: see [`record`].
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// Its id.
    pub file_id: FileId,
    /// What was kept.
    pub media: Media,
    /// SHA-256 of what was kept, before it was sealed.
    pub sha256: [u8; 32],
    /// Length of what was kept.
    pub bytes: u64,
    /// Whose key it lies under.
    key_id: Uuid,
}

/// What an upload may be today.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// Bytes of the file as it comes.
    bytes: u64,
    /// Width times height of a picture.
    pixels: u64,
}

/// How many files are read at a time: a picture at the pixel limit takes some 400 MB.
static READING: Semaphore = Semaphore::const_new(2);

/// Takes an uploaded file: checks it, keeps what may be kept, seals it under `key` and puts it on
/// disk. Nothing refers to it until [`record`] runs in the command that wants it.
///
/// # Errors
/// `upload-empty`, `upload-too-large` (or `upload-too-large-kb`), `upload-too-many-pixels`,
/// `upload-wrong-type`, `upload-unreadable` or `upload-pdf-active`, each with what to do next;
/// internal when a limit is missing in the rulebook or the file cannot be written.
pub async fn accept(
    app: &Platform,
    tenant: TenantId,
    key: &SubjectKey,
    bytes: Bytes,
) -> Result<NewUpload> {
    let bounds = bounds(app)?;
    check_size(bytes.len() as u64, bounds.bytes)?;
    let (media, kept) = read(bytes, bounds).await?;
    let mut rng = app.db.entropy().rng()?;
    let file_id = FileId::new(app.db.clock().now(), &mut rng);
    let sealed = key.seal(&purpose(file_id), &kept, &mut rng)?;
    app.files.put(tenant, file_id, sealed).await?;
    let (sha256, bytes) = (sha256(&kept), kept.len() as u64);
    Ok(NewUpload { file_id, media, sha256, bytes, key_id: key.subject() })
}

/// The file with the same content that the same subject has already, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn same(tx: &mut Tx<'_>, upload: &NewUpload) -> Result<Option<FileId>> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as(
        "SELECT file_id FROM file WHERE tenant_id = $1 AND key_id = $2 AND sha256 = $3 LIMIT 1",
    )
    .bind(tx.tenant())
    .bind(upload.key_id.as_bytes().to_vec())
    .bind(upload.sha256.to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    let id = |(bytes,): (Vec<u8>,)| Uuid::from_slice(&bytes).map(FileId::from_uuid);
    row.map(id).transpose().map_err(Error::internal)
}

/// Writes the row of an accepted file, in the command that uses it.
///
/// # Errors
/// When the database fails.
pub async fn record(tx: &mut WriteTx<'_>, upload: &NewUpload) -> Result<()> {
    let bytes = i64::try_from(upload.bytes).map_err(Error::internal)?;
    sqlx::query(
        "INSERT INTO file (tenant_id, file_id, key_id, media, bytes, sha256, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tx.tenant())
    .bind(upload.file_id.to_vec())
    .bind(upload.key_id.as_bytes().to_vec())
    .bind(upload.media.code())
    .bind(bytes)
    .bind(upload.sha256.to_vec())
    .bind(tx.now().as_microsecond())
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// What a recorded file is, and its bytes. Whether the visitor may see it is the caller's to know.
///
/// # Errors
/// Not found when there is no such file or its person has been erased; internal when it cannot be
/// read.
pub async fn fetch(app: &Platform, tenant: TenantId, file_id: FileId) -> Result<(Media, Bytes)> {
    let mut tx = app.db.read(tenant).await?;
    let row: Option<(Vec<u8>, String)> =
        sqlx::query_as("SELECT key_id, media FROM file WHERE tenant_id = $1 AND file_id = $2")
            .bind(tx.tenant())
            .bind(file_id.to_vec())
            .fetch_optional(tx.conn())
            .await
            .map_err(db)?;
    let (key_id, media) = row.ok_or_else(Error::not_found)?;
    let key = keys::find(&mut tx, &app.vault, uuid(&key_id)?).await?;
    let key = key.ok_or_else(Error::not_found)?;
    drop(tx);
    let media = Media::parse(&media)
        .ok_or_else(|| Error::internal(format!("file {file_id} is of the unknown type {media}")))?;
    let sealed = app.files.get(tenant, file_id).await?;
    Ok((media, key.open(&purpose(file_id), &sealed)?.into()))
}

/// A file as an answer that nobody keeps on the way.
pub fn answer(media: Media, bytes: Bytes) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.code()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Names the file, so that one file cannot be put in the place of another.
fn purpose(file: FileId) -> String {
    format!("file {file}")
}

fn bounds(app: &Platform) -> Result<Bounds> {
    let today = app.today();
    let limit = |code: &str| {
        u64::try_from(app.rulebook.count(code, today)?)
            .map_err(|_| Error::internal(format!("the rule {code} is negative")))
    };
    Ok(Bounds { bytes: limit("upload.max_bytes")?, pixels: limit("upload.max_pixels")? })
}

fn check_size(bytes: u64, limit: u64) -> Result<()> {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    if bytes == 0 {
        return Err(Error::invalid("upload-empty"));
    }
    if bytes <= limit {
        return Ok(());
    }
    let (key, limit) = match limit % MIB {
        0 => ("upload-too-large", limit / MIB),
        _ => ("upload-too-large-kb", limit / KIB),
    };
    Err(Error::new(Kind::TooLarge, key).with("limit", limit))
}

/// Reads the file on a thread that may be busy for a while.
async fn read(bytes: Bytes, bounds: Bounds) -> Result<(Media, Vec<u8>)> {
    let permit = READING.acquire().await.map_err(Error::internal)?;
    let reading = tokio::task::spawn_blocking(move || {
        let kept = keep(&bytes, bounds);
        drop(permit);
        kept
    });
    // A decoder that panics met a file that it cannot read.
    reading.await.map_err(|error| Error::invalid("upload-unreadable").context(error))?
}

/// What is kept of the file. Only its first bytes say what it is; its name says nothing.
fn keep(bytes: &[u8], bounds: Bounds) -> Result<(Media, Vec<u8>)> {
    use image::ImageFormat;
    let picture = |format| Ok((Media::Jpeg, picture::redraw(bytes, format, bounds.pixels)?));
    match infer::get(bytes).map(|found| found.mime_type()) {
        Some("image/jpeg") => picture(ImageFormat::Jpeg),
        Some("image/png") => picture(ImageFormat::Png),
        Some("image/webp") => picture(ImageFormat::WebP),
        Some("application/pdf") => {
            pdf::check(bytes)?;
            Ok((Media::Pdf, bytes.to_vec()))
        }
        found => {
            let found = found.unwrap_or("unknown");
            Err(Error::invalid("upload-wrong-type").context(format!("sniffed as {found}")))
        }
    }
}
