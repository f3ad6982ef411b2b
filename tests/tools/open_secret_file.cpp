// SPDX-License-Identifier: Apache-2.0
// For printed-secrets: prints the content of a file encrypted under a passphrase, in hex. Usage:
// open_secret_file FILE PASSPHRASE_FILE
#include "base/text.h"
#include "os/file.h"
#include "secretfile/age.h"
#include "support/rooms.h"

#include <iostream>

int main(int argc, char** argv) {
    using namespace evote;
    if (argc != 3)
        return 2;
    const auto file = read_file(argv[1]);
    const auto line = read_secret_file(argv[2], 1000);
    if (!file || !line)
        return 2;
    const auto passphrase = line->expose();
    const auto plain =
        age_decrypt_passphrase(*file, SecretBytes(passphrase.first(passphrase.size() - 1)));
    if (!plain)
        return 2;
    std::cout << hex_encode(plain->expose());
}
