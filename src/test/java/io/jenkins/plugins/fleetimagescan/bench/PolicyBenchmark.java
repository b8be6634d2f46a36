package io.jenkins.plugins.fleetimagescan.bench;

import io.jenkins.plugins.fleetimagescan.engine.policy.PolicyException;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.policy.TagPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Choosing among 100,000 tags, without and with an explanation, as a multiple of the time that sorting the same strings once takes; at most 3 is
 * wanted (for choosing). Prints medians of 31 rounds after warming up.
 */
public final class PolicyBenchmark {
    private static final int TAGS = 100_000;
    private static final int ROUNDS = 31;

    /** Keeps results from being optimised away. */
    private static volatile Object sink;

    private PolicyBenchmark() {}

    public static void main(String[] args) throws Exception {
        List<String> tags = tags(new Random(1));
        Map<String, PolicySpec> policies = new LinkedHashMap<>();
        policies.put("semver *", PolicySpec.semver("*"));
        policies.put("semver >=1.2 <2 || ^3.1.0-0", PolicySpec.semver(">=1.2 <2 || ^3.1.0-0"));
        policies.put("semver, nothing matches", PolicySpec.semver(">=1000"));
        policies.put("alphabetical desc", PolicySpec.alphabetical("desc"));
        policies.put("numerical desc", PolicySpec.numerical("desc"));
        policies.put(
                "semver * of tags like ^v?(\\d+\\.\\d+\\.\\d+)$",
                PolicySpec.semver("*").filtered("^v?(\\d+\\.\\d+\\.\\d+)$", "$1"));

        double sorting = median(() -> {
            String[] copy = tags.toArray(new String[0]);
            Arrays.sort(copy);
            return copy[0];
        });
        System.out.printf("sorting %,d tags %34.1f ms%n", TAGS, sorting);
        for (Map.Entry<String, PolicySpec> policy : policies.entrySet()) {
            TagPolicy tagPolicy = policy(policy.getValue());
            double choosing = median(() -> tagPolicy.choose(tags, Set.of("1.2.3")));
            double explaining = median(() -> tagPolicy.explain(tags, Set.of("1.2.3")));
            System.out.printf(
                    "%-50s %6.1f ms, %5.2f times sorting; explained %6.1f ms, %5.2f times%n",
                    policy.getKey(), choosing, choosing / sorting, explaining, explaining / sorting);
        }
        TagPolicy hostile = policy(PolicySpec.alphabetical("").filtered("(a+)+$", null));
        for (int length = 10_000; length <= 1_000_000; length *= 10) {
            List<String> tag = List.of("a".repeat(length) + "!");
            System.out.printf(
                    "(a+)+$ on one tag of %,9d characters %20.1f ms%n",
                    length, median(() -> hostile.choose(tag, Set.of())));
        }
    }

    private static TagPolicy policy(PolicySpec spec) throws PolicyException {
        return TagPolicy.of(spec);
    }

    /** As large repositories have them: releases with and without v, pre-releases, builds, branches and commits. */
    private static List<String> tags(Random random) {
        List<String> tags = new ArrayList<>();
        while (tags.size() < TAGS) {
            String version = random.nextInt(5) + "." + random.nextInt(60) + "." + random.nextInt(200);
            tags.add(
                    switch (random.nextInt(10)) {
                        case 0, 1, 2, 3 -> version;
                        case 4 -> "v" + version;
                        case 5 -> version + "-rc." + random.nextInt(20);
                        case 6 -> version + "-alpine";
                        case 7 -> "main-" + Integer.toHexString(random.nextInt()) + "-" + random.nextInt(1 << 30);
                        case 8 -> Long.toHexString(random.nextLong());
                        default -> String.valueOf(1_600_000_000L + random.nextInt(200_000_000));
                    });
        }
        Collections.shuffle(tags, random);
        return tags;
    }

    private static double median(Callable<?> action) throws Exception {
        double[] times = new double[ROUNDS];
        for (int i = -ROUNDS; i < ROUNDS; i++) {
            long start = System.nanoTime();
            Object result = action.call();
            long time = System.nanoTime() - start;
            sink = result;
            if (i >= 0) {
                times[i] = time / 1e6;
            }
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }
}
