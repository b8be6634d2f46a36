package io.jenkins.plugins.fleetimagescan.trigger;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which jobs have scans of a repository: the answer for a notification does not depend on the number of jobs. */
final class RepositoryIndex {
    private final ConcurrentMap<String, Set<WatchedJob>> jobs = new ConcurrentHashMap<>();

    /** @param repository canonical name: host, port and path are compared as a whole */
    Set<WatchedJob> jobs(String repository) {
        return jobs.getOrDefault(repository, Set.of());
    }

    /** Replaces what was known of the job. Only called by one thread at a time for the same job. */
    void put(WatchedJob job, Set<String> repositories) {
        Set<String> before = job.repositories();
        for (String gone : before) {
            if (!repositories.contains(gone)) {
                jobs.computeIfPresent(gone, (repository, of) -> {
                    of.remove(job);
                    return of.isEmpty() ? null : of;
                });
            }
        }
        for (String repository : repositories) {
            jobs.compute(repository, (r, of) -> {
                Set<WatchedJob> with = of == null ? ConcurrentHashMap.newKeySet() : of;
                with.add(job);
                return with;
            });
        }
        job.repositories(repositories);
    }

    int size() {
        return jobs.size();
    }
}
