// SPDX-License-Identifier: Apache-2.0
#include "view/default_pictures.h"

namespace auklet::view {

std::string_view const avatar_svg =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">
<rect width="400" height="400" fill="#cfdde5"/>
<path fill="#6f8a9b" d="M332 400c10-60 16-110 8-160-10-66-62-112-128-112-70 0-120 50-122 116-1 52 18 100 12 156z"/>
<path fill="#e8926a" d="M96 204c-34-8-62 0-82 24 22 20 54 30 86 20 6-14 4-30-4-44z"/>
<path fill="none" stroke="#8ba4b3" stroke-width="14" stroke-linecap="round" d="M176 138c-10-34-40-52-72-42"/>
<circle cx="166" cy="206" r="26" fill="#fff"/><circle cx="160" cy="206" r="12" fill="#2b3f4d"/>
</svg>
)svg";

std::string_view const banner_svg =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1500 500" width="1500" height="500">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="#7fa3b8"/><stop offset="1" stop-color="#f3d9c4"/></linearGradient></defs>
<rect width="1500" height="500" fill="url(#sky)"/>
<circle cx="1130" cy="330" r="70" fill="#fbeede"/>
<path fill="#5d7f93" d="M0 350q188-46 375 0t375 0 375 0 375 0v150H0z"/>
<path fill="#456679" d="M0 405q188 40 375 0t375 0 375 0 375 0v95H0z"/>
<path fill="#2f4c5e" d="M0 455q188-34 375 0t375 0 375 0 375 0v45H0z"/>
</svg>
)svg";

}  // namespace auklet::view
