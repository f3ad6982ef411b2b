// SPDX-License-Identifier: Apache-2.0
// What TLS connections begin with.
#pragma once

#include "evote/result.h"
#include "http/asio.h"

#include <filesystem>
#include <memory>

namespace evote::http {

/// TLS 1.3 with this certificate chain and its key.
Result<std::shared_ptr<asio::ssl::context>> server_tls(const std::filesystem::path& certificate,
                                                       const std::filesystem::path& key);

/// TLS 1.2 or 1.3 with servers that these authorities certify: of a PEM file, or with an empty path
/// those that the system trusts.
Result<std::shared_ptr<asio::ssl::context>> client_tls(const std::filesystem::path& authorities);

/// Makes a connection that has not begun one to this server: its certificate must be for this name
/// or literal address (RFC 9525). False if the system fails.
bool expect_server(TlsStream& stream, const std::string& host);

/// Why the server's certificate is not valid, in English; empty if it is.
std::string certificate_fault(TlsStream& stream);

} // namespace evote::http
