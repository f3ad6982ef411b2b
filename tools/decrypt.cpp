// SPDX-License-Identifier: Apache-2.0
#include "evote/app/decrypt.h"

#include "tool.h"

int main(int argc, char** argv) {
    evote::tools::Tool tool("evote-decrypt",
                            "Decrypts the tally of an election, trustee by trustee");

    evote::app::DecryptShareOptions share;
    auto one = tool.command("share", "Verify every ballot and decrypt their sum",
                            [&share](evote::app::Console& console) {
                                return evote::app::decrypt_share(share, console);
                            });
    one.option("DIR", "The election's folder", share.folder).required();
    one.option("--secret", "The trustee's secret file", share.secret).required();
    one.option("--passphrase-file",
               "A file with the passphrase of the secret file; without it, you are asked",
               share.passphrase.file);
    one.fingerprint(share.anchor);
    tool.add_threads(one);

    evote::app::DecryptCombineOptions combine;
    auto all = tool.command("combine", "Check the trustees' decryptions and write the result",
                            [&combine](evote::app::Console& console) {
                                return evote::app::decrypt_combine(combine, console);
                            });
    all.option("DIR", "The election's folder", combine.folder).required();
    all.fingerprint(combine.anchor);

    return tool.run(argc, argv);
}
