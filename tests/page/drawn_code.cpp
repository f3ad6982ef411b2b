// SPDX-License-Identifier: Apache-2.0
#include "page/drawn_code.h"

#define ZX_USE_UTF8
#include "page/paper.h"

#include <ZXing/ReadBarcode.h>
#include <catch2/catch.hpp>

#include <cstdlib>

namespace evote {

namespace {

// One number of a path, and the character before it, which must be this one.
int take(std::string_view& path, char before) {
    REQUIRE(path.starts_with(before));
    path.remove_prefix(1);
    const std::size_t end = path.find_first_not_of("0123456789");
    REQUIRE(end != 0);
    const int number = std::atoi(std::string(path.substr(0, end)).c_str());
    path.remove_prefix(end);
    return number;
}

void fill(Bitmap& bitmap, int scale, int x, int y, int length) {
    REQUIRE(scale * (x + length) <= bitmap.side);
    REQUIRE(scale * (y + 1) <= bitmap.side);
    for (int row = scale * y; row < scale * (y + 1); ++row)
        for (int column = scale * x; column < scale * (x + length); ++column)
            bitmap.pixels[static_cast<std::size_t>(row * bitmap.side + column)] = 0;
}

} // namespace

Bitmap draw_square(std::string_view html, int scale) {
    REQUIRE(count(html, "<svg") == 1);
    const std::string side(between(html, "viewBox=\"0 0 ", " "));
    std::string_view path = between(html, "<path d=\"", "\"/></svg>");
    REQUIRE_FALSE(path.empty());
    Bitmap out;
    out.side = scale * std::atoi(side.c_str());
    out.pixels.assign(static_cast<std::size_t>(out.side * out.side), 255);
    while (!path.empty()) {
        const int x = take(path, 'M');
        const int y = take(path, ' ');
        const int length = take(path, 'h');
        REQUIRE(take(path, 'v') == 1);
        REQUIRE(path.starts_with('h'));
        path.remove_prefix(1);
        REQUIRE(take(path, '-') == length);
        REQUIRE(path.starts_with('z'));
        path.remove_prefix(1);
        fill(out, scale, x, y, length);
    }
    return out;
}

std::vector<std::string> scan(const Bitmap& bitmap) {
    std::vector<std::string> out;
    const ZXing::ImageView view(bitmap.pixels.data(), bitmap.side, bitmap.side,
                                ZXing::ImageFormat::Lum);
    for (const auto& found : ZXing::ReadBarcodes(view))
        if (found.isValid() && found.format() == ZXing::BarcodeFormat::QRCode)
            out.push_back(found.text());
    return out;
}

} // namespace evote
