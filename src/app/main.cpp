// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "app/account_commands.h"
#include "app/announcement_commands.h"
#include "app/command_line.h"
#include "app/server.h"
#include "media/confinement.h"
#include "media/picture_process.h"

int main(int argc, char** argv) {
  using namespace auklet::app;
  // Not for people: the server starts itself with these words to look at what strangers sent (media/picture_process.h,
  // media/confinement.h).
  if (argc > 1 && std::string_view(argv[1]) == auklet::media::picture_process_word) {
    return auklet::media::picture_process_main(argc, argv);
  }
  if (argc > 1 && std::string_view(argv[1]) == auklet::media::confined_program_word) {
    return auklet::media::confined_program_main(argc, argv);
  }
  Commands const commands{.serve = serve,
                          .migrate = migrate,
                          .create_account = create_account,
                          .list_accounts = list_accounts,
                          .set_password = set_password,
                          .set_disabled = set_disabled,
                          .create_announcement = create_announcement,
                          .list_announcements = list_announcements,
                          .delete_announcement = delete_announcement,
                          .probe_database = probe_database};
  return run_command_line(
      std::vector<std::string>(argv + 1, argv + argc), process_environment(), commands,
      {.out = std::cout, .error = std::cerr, .read_password = read_password_from_terminal});
}
