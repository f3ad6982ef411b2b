// SPDX-License-Identifier: Apache-2.0
#include "evote/app/decrypt.h"

#include "tool.h"

int main(int argc, char** argv) {
    evote::Tool tool("evote-decrypt", "Decrypts the tally of an election, trustee by trustee");

    evote::DecryptShareOptions share;
    auto& one =
        tool.command("share", "Verify every ballot and decrypt their sum",
                     [&share](evote::Console& console) { return decrypt_share(share, console); });
    one.add_option("DIR", share.folder, "The election's folder")->required();
    one.add_option("--secret", share.secret, "The trustee's secret file")->required();
    one.add_option("--passphrase-file", share.passphrase.file,
                   "A file with the passphrase of the secret file; without it, the terminal asks");
    tool.add_threads(one);

    evote::DecryptCombineOptions combine;
    auto& all = tool.command(
        "combine", "Check the trustees' decryptions and write the result",
        [&combine](evote::Console& console) { return decrypt_combine(combine, console); });
    all.add_option("DIR", combine.folder, "The election's folder")->required();

    return tool.run(argc, argv);
}
