package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the scan that a marker names: the one of the nearest fleet.yaml at or above the marked file, else the only one
 * of that name in the run.
 */
final class MarkerResolver {
    private final Map<String, TreeSet<ScanId>> byName = new TreeMap<>();

    MarkerResolver(Collection<ScanId> scans) {
        for (ScanId scan : scans) {
            byName.computeIfAbsent(scan.tagName(), name -> new TreeSet<>()).add(scan);
        }
    }

    /** @return null if there is none or no single one; then a problem has been added */
    @CheckForNull
    ScanId resolve(Marker marker, Place place, List<Problem> problems) {
        Collection<ScanId> named = byName.get(marker.name());
        if (named == null) {
            String known = byName.isEmpty() ? "-" : String.join(", ", byName.keySet());
            problems.add(Problem.warning(place, Messages.MarkerResolver_unknown(marker.name(), known)));
            return null;
        }
        List<ScanId> nearest = nearest(named, place.file());
        if (nearest.size() == 1) {
            return nearest.get(0);
        }
        String candidates = nearest.stream().map(ScanId::fleetYaml).collect(Collectors.joining(", "));
        problems.add(Problem.error(place, Messages.MarkerResolver_ambiguous(marker.name(), candidates)));
        return null;
    }

    private static List<ScanId> nearest(Collection<ScanId> named, String file) {
        List<ScanId> nearest = new ArrayList<>();
        int longest = -1;
        for (ScanId scan : named) {
            int length = scan.bundle().length();
            if (ManifestPaths.isWithin(file, scan.bundle()) && length >= longest) {
                if (length > longest) {
                    nearest.clear();
                }
                nearest.add(scan);
                longest = length;
            }
        }
        return nearest.isEmpty() ? List.copyOf(named) : nearest;
    }
}
