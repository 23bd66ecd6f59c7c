//! libheif, loaded at run time by its C interface (heif.h of 1.12 and later).
//!
//! The only place with `unsafe` in this crate, and only ever called in a helper process. What it
//! hands out is safe: each object is freed once and does not outlive what it came from.
#![expect(unsafe_code, reason = "a C library is called")]

use super::Codec;
use super::answer::Failure;
use libloading::Library;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::marker::PhantomData;
use std::ptr;

/// The names of the library, in the order in which they are tried.
#[cfg(target_os = "linux")]
const NAMES: [&str; 1] = ["libheif.so.1"];
#[cfg(target_os = "macos")]
const NAMES: [&str; 4] = [
    "libheif.1.dylib",
    "libheif.dylib",
    "/opt/homebrew/lib/libheif.dylib",
    "/usr/local/lib/libheif.dylib",
];
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
const NAMES: [&str; 2] = ["heif.dll", "libheif.dll"];

/// The oldest version that is read, as heif_get_version_number tells it: 1.12.0.
const OLDEST: u32 = 0x010c_0000;
/// How many threads decode the tiles of a picture. More cost memory that is limited.
const THREADS: c_int = 4;
/// The most bytes of a colour profile.
const LONGEST_PROFILE: usize = 8 * 1024 * 1024;

// The values of the enums of heif.h that are used.
const COLORSPACE_RGB: c_int = 1;
const CHROMA_RGB: c_int = 10;
const CHROMA_RGBA: c_int = 11;
const CHANNEL_INTERLEAVED: c_int = 10;
const COMPRESSION_HEVC: c_int = 1;
const COMPRESSION_AV1: c_int = 4;

/// heif_error.
#[repr(C)]
struct HeifError {
    code: c_int,
    subcode: c_int,
    message: *const c_char,
}

/// The fields of heif_decoding_options up to version 2, which every later version keeps.
#[repr(C)]
struct DecodingOptions {
    version: u8,
    ignore_transformations: u8,
    start_progress: *const c_void,
    on_progress: *const c_void,
    end_progress: *const c_void,
    progress_user_data: *mut c_void,
    convert_hdr_to_8bit: u8,
}

/// The first fields of heif_color_profile_nclx.
#[repr(C)]
struct Nclx {
    version: u8,
    primaries: c_int,
    transfer: c_int,
}

/// libheif, with its functions.
pub(super) struct Heif {
    context_alloc: unsafe extern "C" fn() -> *mut c_void,
    context_free: unsafe extern "C" fn(*mut c_void),
    read_from_memory:
        unsafe extern "C" fn(*mut c_void, *const c_void, usize, *const c_void) -> HeifError,
    primary_handle: unsafe extern "C" fn(*mut c_void, *mut *mut c_void) -> HeifError,
    handle_release: unsafe extern "C" fn(*const c_void),
    handle_width: unsafe extern "C" fn(*const c_void) -> c_int,
    handle_height: unsafe extern "C" fn(*const c_void) -> c_int,
    handle_coded_width: unsafe extern "C" fn(*const c_void) -> c_int,
    handle_coded_height: unsafe extern "C" fn(*const c_void) -> c_int,
    handle_has_alpha: unsafe extern "C" fn(*const c_void) -> c_int,
    profile_size: unsafe extern "C" fn(*const c_void) -> usize,
    profile: unsafe extern "C" fn(*const c_void, *mut c_void) -> HeifError,
    nclx: unsafe extern "C" fn(*const c_void, *mut *mut Nclx) -> HeifError,
    nclx_free: unsafe extern "C" fn(*mut Nclx),
    options_alloc: unsafe extern "C" fn() -> *mut DecodingOptions,
    options_free: unsafe extern "C" fn(*mut DecodingOptions),
    decode: unsafe extern "C" fn(
        *const c_void,
        *mut *mut c_void,
        c_int,
        c_int,
        *const DecodingOptions,
    ) -> HeifError,
    image_release: unsafe extern "C" fn(*const c_void),
    image_width: unsafe extern "C" fn(*const c_void, c_int) -> c_int,
    image_height: unsafe extern "C" fn(*const c_void, c_int) -> c_int,
    image_plane: unsafe extern "C" fn(*const c_void, c_int, *mut c_int) -> *const u8,
    /// Since 1.13.
    set_threads: Option<unsafe extern "C" fn(*mut c_void, c_int)>,
    /// Keeps the functions where they are.
    _library: Library,
}

impl Heif {
    /// Loads the library and asks whether it can decode `codec`.
    ///
    /// # Errors
    /// [`Failure::NoLibrary`] and [`Failure::NoDecoder`].
    pub(super) fn load(codec: Codec) -> Result<Self, Failure> {
        let library = open_library(&NAMES)?;
        let heif = Self::find_functions(library).map_err(|error| {
            tracing::warn!(%error, "libheif has not the functions of 1.12");
            Failure::NoLibrary
        })?;
        if heif.can_decode(codec) {
            Ok(heif)
        } else {
            Err(Failure::NoDecoder)
        }
    }

    fn find_functions(library: Library) -> Result<Self, libloading::Error> {
        // SAFETY: the types of the fields are those that heif.h declares for these names since
        // 1.12, and the functions stay loaded because the library is kept beside them.
        unsafe {
            Ok(Self {
                context_alloc: *library.get("heif_context_alloc")?,
                context_free: *library.get("heif_context_free")?,
                read_from_memory: *library.get("heif_context_read_from_memory_without_copy")?,
                primary_handle: *library.get("heif_context_get_primary_image_handle")?,
                handle_release: *library.get("heif_image_handle_release")?,
                handle_width: *library.get("heif_image_handle_get_width")?,
                handle_height: *library.get("heif_image_handle_get_height")?,
                handle_coded_width: *library.get("heif_image_handle_get_ispe_width")?,
                handle_coded_height: *library.get("heif_image_handle_get_ispe_height")?,
                handle_has_alpha: *library.get("heif_image_handle_has_alpha_channel")?,
                profile_size: *library.get("heif_image_handle_get_raw_color_profile_size")?,
                profile: *library.get("heif_image_handle_get_raw_color_profile")?,
                nclx: *library.get("heif_image_handle_get_nclx_color_profile")?,
                nclx_free: *library.get("heif_nclx_color_profile_free")?,
                options_alloc: *library.get("heif_decoding_options_alloc")?,
                options_free: *library.get("heif_decoding_options_free")?,
                decode: *library.get("heif_decode_image")?,
                image_release: *library.get("heif_image_release")?,
                image_width: *library.get("heif_image_get_width")?,
                image_height: *library.get("heif_image_get_height")?,
                image_plane: *library.get("heif_image_get_plane_readonly")?,
                set_threads: library
                    .get("heif_context_set_max_decoding_threads")
                    .ok()
                    .map(|function| *function),
                _library: library,
            })
        }
    }

    fn can_decode(&self, codec: Codec) -> bool {
        let compression = match codec {
            Codec::Hevc => COMPRESSION_HEVC,
            Codec::Av1 => COMPRESSION_AV1,
        };
        // SAFETY: the types are those of heif.h, and none of the three keeps anything. heif_init,
        // which newer versions have, loads the decoders that lie in files of their own; it takes
        // no parameters as null.
        unsafe {
            let library = &self._library;
            let version: Result<libloading::Symbol<'_, unsafe extern "C" fn() -> u32>, _> =
                library.get("heif_get_version_number");
            if !version.is_ok_and(|version| version() >= OLDEST) {
                return false;
            }
            let init: Result<
                libloading::Symbol<'_, unsafe extern "C" fn(*const c_void) -> HeifError>,
                _,
            > = library.get("heif_init");
            if let Ok(init) = init {
                init(ptr::null());
            }
            let can: Result<libloading::Symbol<'_, unsafe extern "C" fn(c_int) -> c_int>, _> =
                library.get("heif_have_decoder_for_format");
            can.is_ok_and(|can| can(compression) != 0)
        }
    }

    /// Reads the structure of the file in `bytes` and finds its main picture.
    ///
    /// # Errors
    /// What libheif says of the file.
    pub(super) fn open<'h>(&'h self, bytes: &'h [u8]) -> Result<Opened<'h>, Failure> {
        // SAFETY: takes nothing.
        let context = unsafe { (self.context_alloc)() };
        if context.is_null() {
            return Err(Failure::Broken("no memory".to_owned()));
        }
        let mut opened = Opened {
            heif: self,
            context,
            handle: ptr::null_mut(),
            bytes: PhantomData,
        };
        // SAFETY: the context is whole and lives as long as `opened`, and so do the bytes, which
        // it borrows; null stands for no options.
        unsafe {
            if let Some(set_threads) = self.set_threads {
                set_threads(context, THREADS);
            }
            let read =
                (self.read_from_memory)(context, bytes.as_ptr().cast(), bytes.len(), ptr::null());
            check(&read)?;
            check(&(self.primary_handle)(context, &raw mut opened.handle))?;
        }
        if opened.handle.is_null() {
            return Err(Failure::Broken("no picture".to_owned()));
        }
        Ok(opened)
    }
}

/// A file whose structure was read.
pub(super) struct Opened<'h> {
    heif: &'h Heif,
    context: *mut c_void,
    handle: *mut c_void,
    bytes: PhantomData<&'h [u8]>,
}

impl Opened<'_> {
    /// Width and height in pixels as it is shown, turned and cut.
    pub(super) fn size(&self) -> (u32, u32) {
        // SAFETY: the handle is whole as long as `self`.
        unsafe {
            (
                side((self.heif.handle_width)(self.handle)),
                side((self.heif.handle_height)(self.handle)),
            )
        }
    }

    /// Width and height in pixels as it is coded.
    pub(super) fn coded_size(&self) -> (u32, u32) {
        // SAFETY: the handle is whole as long as `self`.
        unsafe {
            (
                side((self.heif.handle_coded_width)(self.handle)),
                side((self.heif.handle_coded_height)(self.handle)),
            )
        }
    }

    /// Whether it has an alpha channel.
    pub(super) fn has_alpha(&self) -> bool {
        // SAFETY: the handle is whole as long as `self`.
        unsafe { (self.heif.handle_has_alpha)(self.handle) != 0 }
    }

    /// Its colour profile; empty where it has none or one that is too long.
    pub(super) fn icc(&self) -> Vec<u8> {
        // SAFETY: the handle is whole as long as `self`, and the profile is written into as many
        // bytes as it was said to have.
        unsafe {
            let size = (self.heif.profile_size)(self.handle);
            if size == 0 || size > LONGEST_PROFILE {
                return Vec::new();
            }
            let mut profile = vec![0_u8; size];
            let read = (self.heif.profile)(self.handle, profile.as_mut_ptr().cast());
            if read.code == 0 { profile } else { Vec::new() }
        }
    }

    /// The codes of its primaries and transfer curve (ITU-T H.273), where it has any.
    pub(super) fn colour_code(&self) -> Option<(u8, u8)> {
        let mut nclx: *mut Nclx = ptr::null_mut();
        // SAFETY: the handle is whole as long as `self`; where the call succeeds it gives a
        // structure that begins with these fields and is freed once, behind the last look at it.
        unsafe {
            let read = (self.heif.nclx)(self.handle, &raw mut nclx);
            if read.code != 0 || nclx.is_null() {
                return None;
            }
            let code = ((*nclx).primaries, (*nclx).transfer);
            (self.heif.nclx_free)(nclx);
            Some((u8::try_from(code.0).ok()?, u8::try_from(code.1).ok()?))
        }
    }

    /// Decodes it to eight bits a channel.
    ///
    /// # Errors
    /// What libheif says of the picture.
    pub(super) fn decode(&self) -> Result<Decoded<'_>, Failure> {
        let (chroma, channels) = if self.has_alpha() {
            (CHROMA_RGBA, 4)
        } else {
            (CHROMA_RGB, 3)
        };
        let mut image = ptr::null_mut();
        // SAFETY: the handle is whole as long as `self`. The options come from the library, are
        // changed only in a field that their version has, and are freed once.
        let done = unsafe {
            let options = (self.heif.options_alloc)();
            if !options.is_null() && (*options).version >= 2 {
                (*options).convert_hdr_to_8bit = 1;
            }
            let done =
                (self.heif.decode)(self.handle, &raw mut image, COLORSPACE_RGB, chroma, options);
            if !options.is_null() {
                (self.heif.options_free)(options);
            }
            done
        };
        check(&done)?;
        if image.is_null() {
            return Err(Failure::Broken("no pixels".to_owned()));
        }
        Decoded::new(self.heif, image, channels)
    }
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        // SAFETY: both came from the library and are freed here alone, the handle first.
        unsafe {
            if !self.handle.is_null() {
                (self.heif.handle_release)(self.handle);
            }
            (self.heif.context_free)(self.context);
        }
    }
}

/// A decoded picture: rows of RGB or RGBA.
pub(super) struct Decoded<'o> {
    heif: &'o Heif,
    image: *mut c_void,
    width: u32,
    height: u32,
    /// All rows, each `stride` bytes from the one before.
    plane: &'o [u8],
    stride: usize,
    row: usize,
}

impl<'o> Decoded<'o> {
    /// Takes over `image`, which has `channels` bytes for each pixel.
    fn new(heif: &'o Heif, image: *mut c_void, channels: usize) -> Result<Self, Failure> {
        let mut decoded = Self {
            heif,
            image,
            width: 0,
            height: 0,
            plane: &[],
            stride: 0,
            row: 0,
        };
        let mut stride = 0;
        // SAFETY: the image is whole until `decoded` is dropped.
        let plane = unsafe {
            decoded.width = side((heif.image_width)(image, CHANNEL_INTERLEAVED));
            decoded.height = side((heif.image_height)(image, CHANNEL_INTERLEAVED));
            (heif.image_plane)(image, CHANNEL_INTERLEAVED, &raw mut stride)
        };
        decoded.stride = usize::try_from(stride).unwrap_or(0);
        decoded.row = decoded.width as usize * channels;
        if plane.is_null() || decoded.row == 0 || decoded.stride < decoded.row {
            return Err(Failure::Broken("no pixels".to_owned()));
        }
        // The last row need not be followed by the gap that the others have.
        let length = (decoded.height as usize)
            .checked_sub(1)
            .and_then(|rows| rows.checked_mul(decoded.stride))
            .and_then(|length| length.checked_add(decoded.row))
            .ok_or_else(|| Failure::Broken("no pixels".to_owned()))?;
        // SAFETY: the library keeps `height` rows, `stride` apart, until the image is released,
        // which happens when `decoded` is dropped and `plane` with it.
        decoded.plane = unsafe { std::slice::from_raw_parts(plane, length) };
        Ok(decoded)
    }

    /// Width and height in pixels.
    pub(super) const fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The rows, from the top, without gaps.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.plane
            .chunks(self.stride)
            .filter_map(|row| row.get(..self.row))
    }
}

impl Drop for Decoded<'_> {
    fn drop(&mut self) {
        // SAFETY: the image came from the library and is freed here alone.
        unsafe { (self.heif.image_release)(self.image) }
    }
}

fn open_library(names: &[&str]) -> Result<Library, Failure> {
    for name in names {
        // SAFETY: what the library does when it is loaded is its own; it is the one that the
        // system has under this name, as for every program that links it.
        match unsafe { Library::new(*name) } {
            Ok(library) => return Ok(library),
            Err(error) => tracing::debug!(%error, name, "libheif is not loaded"),
        }
    }
    Err(Failure::NoLibrary)
}

fn check(error: &HeifError) -> Result<(), Failure> {
    if error.code == 0 {
        return Ok(());
    }
    let text = if error.message.is_null() {
        format!("error {}.{}", error.code, error.subcode)
    } else {
        // SAFETY: the message is text of the library that ends with a null and lives as long as
        // the object that the call was about, which is still there.
        unsafe { CStr::from_ptr(error.message) }
            .to_string_lossy()
            .into_owned()
    };
    Err(Failure::Broken(text))
}

fn side(pixels: c_int) -> u32 {
    u32::try_from(pixels).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_that_is_not_there_is_said_as_such() {
        let opened = open_library(&["libheif-that-is-not-there.so.9"]);
        assert!(matches!(opened, Err(Failure::NoLibrary)));
    }
}
