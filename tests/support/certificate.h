// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace evote {

struct CertificateFiles {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

/// A key and a certificate that it signed itself, in PEM, valid for an hour: an authority and a
/// server at once. `names` as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1". The files are
/// <stem>.crt and <stem>.key.
CertificateFiles make_certificate(const std::filesystem::path& folder,
                                  const std::string& stem = "server",
                                  const std::string& names = "DNS:localhost,IP:127.0.0.1");

} // namespace evote
