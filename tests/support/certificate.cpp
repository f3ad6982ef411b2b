// SPDX-License-Identifier: Apache-2.0
#include "support/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace evote {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

void must_work(bool done) {
    if (!done)
        throw std::runtime_error("no certificate can be made");
}

File open_file(const std::filesystem::path& path) {
    File file(std::fopen(path.c_str(), "w"), &std::fclose);
    must_work(file != nullptr);
    return file;
}

} // namespace

CertificateFiles make_certificate(const std::filesystem::path& folder, const std::string& stem,
                                  const std::string& names) {
    const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const Certificate made(X509_new(), &X509_free);
    must_work(key && made && X509_set_version(made.get(), 2) == 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    must_work(X509_set_pubkey(made.get(), key.get()) == 1);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_NAME* const name = X509_get_subject_name(made.get());
    const auto* const text = reinterpret_cast<const unsigned char*>(stem.c_str());
    must_work(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1);
    must_work(X509_set_issuer_name(made.get(), name) == 1);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()),
        &X509_EXTENSION_free);
    must_work(extension && X509_add_ext(made.get(), extension.get(), -1) == 1);
    must_work(X509_sign(made.get(), key.get(), EVP_sha256()) > 0);
    const CertificateFiles files{folder / (stem + ".crt"), folder / (stem + ".key")};
    must_work(PEM_write_X509(open_file(files.certificate).get(), made.get()) == 1);
    must_work(PEM_write_PrivateKey(open_file(files.key).get(), key.get(), nullptr, nullptr, 0,
                                   nullptr, nullptr) == 1);
    return files;
}

} // namespace evote
