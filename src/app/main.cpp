// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "app/account_commands.h"
#include "app/announcement_commands.h"
#include "app/command_line.h"
#include "app/emoji_commands.h"
#include "app/server.h"
#include "media/confinement.h"
#include "media/picture_process.h"

#ifdef AUKLET_JEMALLOC
// What jemalloc reads before main(): a thread of its own gives memory that is no longer needed back to the system,
// also when nothing happens any more.
extern "C" char const* malloc_conf =
    "background_thread:true,max_background_threads:1,dirty_decay_ms:2000,muzzy_decay_ms:0";
#endif

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
                          .add_emoji = add_emoji,
                          .list_emojis = list_emojis,
                          .remove_emoji = remove_emoji,
                          .probe_database = probe_database};
  return run_command_line(
      std::vector<std::string>(argv + 1, argv + argc), process_environment(), commands,
      {.out = std::cout, .error = std::cerr, .read_password = read_password_from_terminal});
}
