// SPDX-License-Identifier: Apache-2.0
#include "qr.h"

#include "evote/check.h"

#include <qrencode.h>

#include <memory>
#include <string>

namespace evote::page {

namespace {

constexpr int margin = 4;
constexpr std::size_t largest_content = 1000;

std::size_t modules_before(int y, int width) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
}

struct FreeCode {
    void operator()(QRcode* code) const {
        wipe(code->data, modules_before(code->width, code->width));
        QRcode_free(code);
    }
};

void put_wiped(SecretBytes& out, std::string text) {
    out.append(bytes_of(text));
    wipe(text.data(), text.size());
}

// The dark modules of a row, run by run.
void put_row(SecretBytes& out, const unsigned char* row, int width, int y) {
    for (int x = 0; x < width; ++x) {
        int run = 0;
        while (x + run < width && (row[x + run] & 1U) != 0)
            ++run;
        if (run == 0)
            continue;
        const std::string length = std::to_string(run);
        put_wiped(out, "M" + std::to_string(x + margin) + " " + std::to_string(y + margin) + "h" +
                           length + "v1h-" + length + "z");
        x += run;
    }
}

} // namespace

SecretBytes qr_svg(ByteView content) {
    EVOTE_CHECK(!content.empty() && content.size() <= largest_content);
    const WipedStack wiped;
    const std::unique_ptr<QRcode, FreeCode> code(
        QRcode_encodeData(static_cast<int>(content.size()), content.data(), 0, QR_ECLEVEL_M));
    EVOTE_CHECK(code != nullptr);
    const std::string side = std::to_string(code->width + 2 * margin);
    SecretBytes out;
    put_wiped(out, "<svg class=\"qr\" viewBox=\"0 0 " + side + " " + side +
                       "\" shape-rendering=\"crispEdges\"><path d=\"");
    for (int y = 0; y < code->width; ++y)
        put_row(out, code->data + modules_before(y, code->width), code->width, y);
    put_wiped(out, "\"/></svg>");
    return out;
}

} // namespace evote::page
