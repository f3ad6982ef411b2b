// SPDX-License-Identifier: Apache-2.0
#include "http/tls.h"

#include "os/file.h"

#include <boost/asio/ip/address.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace evote::http {
namespace {

constexpr std::uint64_t largest_pem = std::uint64_t{1024} * 1024;

Failed bad_pem(Message message, const std::filesystem::path& file) {
    return fail(Error{ErrorCode::malformed, std::move(message), file.string(), {}});
}

asio::const_buffer buffer_of(ByteView bytes) {
    return {bytes.data(), bytes.size()};
}

Outcome use_certificate(asio::ssl::context& tls, const std::filesystem::path& file) {
    EVOTE_TRY(const auto pem, os::read_file(file, largest_pem));
    ErrorNumber error;
    tls.use_certificate_chain(buffer_of(pem), error);
    if (error)
        return bad_pem(msg("this is not a certificate in PEM format"), file);
    return {};
}

Outcome use_key(asio::ssl::context& tls, const std::filesystem::path& file) {
    EVOTE_TRY(const auto pem, os::read_secret_file(file, largest_pem));
    ErrorNumber error;
    // Without this OpenSSL would ask at the terminal.
    tls.set_password_callback([](std::size_t, asio::ssl::context::password_purpose) { return ""; },
                              error);
    tls.use_private_key(buffer_of(pem.expose()), asio::ssl::context::pem, error);
    const auto library = ERR_GET_LIB(static_cast<unsigned long>(error.value()));
    if (error ? library == ERR_LIB_X509 : SSL_CTX_check_private_key(tls.native_handle()) != 1)
        return fail(Error{ErrorCode::invalid,
                          msg("this key does not belong to the certificate"),
                          file.string(),
                          {}});
    if (error)
        return bad_pem(msg("this is not a key in PEM format without a passphrase"), file);
    return {};
}

} // namespace

Result<std::shared_ptr<asio::ssl::context>> server_tls(const std::filesystem::path& certificate,
                                                       const std::filesystem::path& key) {
    auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX* const native = tls->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(native, 1);
    EVOTE_TRY_VOID(use_certificate(*tls, certificate));
    EVOTE_TRY_VOID(use_key(*tls, key));
    return tls;
}

Result<std::shared_ptr<asio::ssl::context>> client_tls(const std::filesystem::path& authorities) {
    auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
    tls->set_verify_mode(asio::ssl::verify_peer);
    ErrorNumber error;
    if (authorities.empty()) {
        tls->set_default_verify_paths(error);
        return tls;
    }
    EVOTE_TRY(const auto pem, os::read_file(authorities, largest_pem));
    tls->add_certificate_authority(buffer_of(pem), error);
    if (error)
        return bad_pem(msg("this is not a certificate in PEM format"), authorities);
    return tls;
}

bool expect_server(TlsStream& stream, const std::string& host) {
    SSL* const native = stream.native_handle();
    X509_VERIFY_PARAM* const expected = SSL_get0_param(native);
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                                  X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    ErrorNumber no_address;
    asio::ip::make_address(host, no_address);
    if (!no_address)
        return X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1;
    return X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size()) == 1 &&
           SSL_ctrl(native, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                    const_cast<char*>(host.c_str())) == 1;
}

std::string certificate_fault(TlsStream& stream) {
    const long verdict = SSL_get_verify_result(stream.native_handle());
    return verdict == X509_V_OK ? "" : X509_verify_cert_error_string(verdict);
}

} // namespace evote::http
