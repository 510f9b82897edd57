// SPDX-License-Identifier: Apache-2.0
//
// The workloads. Each warms up, measures and returns its figures; errors are those of a server that is away. Latencies
// are from the moment when a request was due.
#pragma once

#include "bench/load_stage.h"

namespace auklet::bench {

// Home pages of 20 posts, readers by Zipf 0.99 and evenly: ceilings of a closed loop, latencies at 70 % of them.
Result<WorkloadResult> run_home(LoadStage const& stage);
// Homes that are not resident, the owners nearest to 500 followees each read once: some before anything else, the others
// when a tenth of the people have been read; then readers of resident homes with and without a crowd that reads cold
// ones. All but that tenth must be cold: give it a server that has just been started.
Result<WorkloadResult> run_cold(LoadStage const& stage);
// Durable posts of 64 clients in a closed loop.
Result<WorkloadResult> run_post(LoadStage const& stage);
// Posts whose authors are drawn evenly, so that the mean fan-out is the graph's mean: a closed loop for the ceiling, then
// an open loop at the wanted rate (at most 70 % of the ceiling) with samples of when a post is seen in a follower's
// home, then the same with and without posts of the celebrity.
Result<WorkloadResult> run_fanout(LoadStage const& stage);
// 60 % homes, 30 % posts of an author, 10 % compose (the mix of DeathStarBench's social network).
Result<WorkloadResult> run_mixed(LoadStage const& stage);
// 1 post, 100 checks of the home, 10 follows, 5 log-outs (Kate et al., "Easy Freshness with Pequod Cache Joins", NSDI
// 2014); 70 % of the people are active. At a log-out somebody else comes in and reads their home.
Result<WorkloadResult> run_pequod(LoadStage const& stage);
// Posts by two words that one of them has, drawn evenly from the old posts: a closed loop of one client, because the
// time of a search is asked for, then a ceiling of all clients.
Result<WorkloadResult> run_search(LoadStage const& stage);
// The mix at a low rate, 25 times of it for one second, and again the low rate.
Result<WorkloadResult> run_burst(LoadStage const& stage);
// Residents, each with a WebSocket on the public stream, one in a hundred of whom never reads: memory of the server for
// each of them, and how long one post takes to reach all who read. The server must be one of this machine that may open as
// many connections.
Result<WorkloadResult> run_stream(LoadStage const& stage);

}  // namespace auklet::bench
