// SPDX-License-Identifier: Apache-2.0
// QR codes in documents, drawn and read by a program that others wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evote {

/// A bitmap of one byte a pixel: 0 is dark.
struct Bitmap {
    int side = 0;
    std::vector<unsigned char> pixels;
};

/// Draws the only <svg> of a text, which may have no other shapes than rectangles of one row:
/// "M<x> <y>h<n>v1h-<n>z". So many pixels a module. Fails the test on anything else.
Bitmap draw_square(std::string_view html, int scale);

/// All that a scanner reads in it.
std::vector<std::string> scan(const Bitmap& bitmap);

} // namespace evote
