#include "kiosk/app/png_file.h"

#include <png.h>

#include <cerrno>
#include <csetjmp>
#include <cstdio>
#include <memory>

namespace hailong::app {
namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

struct Writing {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
    Writing() = default;
    ~Writing() { png_destroy_write_struct(&png, &info); }
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;
};

// libpng leaves through longjmp when it fails: nothing with a destructor may live here.
bool encode(const Writing& writing, std::FILE* file, const window::Picture& picture) {
    if (setjmp(png_jmpbuf(writing.png)) != 0) return false;
    const auto width = static_cast<png_uint_32>(picture.size.width);
    const auto height = static_cast<png_uint_32>(picture.size.height);
    png_init_io(writing.png, file);
    png_set_compression_level(writing.png, 1);
    png_set_filter(writing.png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_IHDR(writing.png, writing.info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writing.png, writing.info);
    png_set_filler(writing.png, 0, PNG_FILLER_AFTER);  // the fourth byte is left out
    const std::size_t stride = std::size_t{width} * 4;
    for (std::size_t row = 0; row < height; ++row) {
        png_write_row(writing.png, picture.rgba.data() + row * stride);
    }
    png_write_end(writing.png, nullptr);
    return true;
}

}  // namespace

Status write_png(const window::Picture& picture, const base::Path& file) {
    const std::unique_ptr<std::FILE, CloseFile> out(std::fopen(file.c_str(), "wb"));
    if (out == nullptr) return tl::unexpected<Error>(base::errno_error(file.string(), errno));
    const Writing writing;
    if (writing.info == nullptr) return fail(ErrorCode::environment, "libpng does not start");
    errno = 0;
    if (!encode(writing, out.get(), picture) || std::fflush(out.get()) != 0) {
        return tl::unexpected<Error>(base::errno_error(file.string(), errno == 0 ? EIO : errno));
    }
    return {};
}

}  // namespace hailong::app
