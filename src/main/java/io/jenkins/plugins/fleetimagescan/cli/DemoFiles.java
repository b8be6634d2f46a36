package io.jenkins.plugins.fleetimagescan.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The source document's example, with a marker of each form. */
final class DemoFiles {
    private static final String FLEET_YAML =
            """
            imageScans:
            # which tag to take; semver is used where both are given
            - policy:
                # the newest image in semver order within this range,
                # see https://github.com/Masterminds/semver
                semver:
                  range: "*"
                # ascending or descending
                alphabetical:
                  order: asc

              # the image to scan
              image: "IMAGE"

              # unique within a fleet.yaml
              tagName: test-scan

              # the secret for a private registry
              secretRef:
                name: dockerhub-secret

              # how often to scan
              interval: 5m
            """;

    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: redis-slave
              annotations:
                example.com/image-name: none # {"$imagescan": "test-scan:name"}
                example.com/image-tag: none # {"$imagescan": "test-scan:tag"}
                example.com/image-digest: none # {"$imagescan": "test-scan:digest"}
            spec:
              selector:
                matchLabels:
                  app: redis
                  role: slave
                  tier: backend
              replicas: 2
              template:
                metadata:
                  labels:
                    app: redis
                    role: slave
                    tier: backend
                spec:
                  containers:
                  - name: slave
                    image: IMAGE:0.0.0 # {"$imagescan": "test-scan"}
                    resources:
                      requests:
                        cpu: 100m
                        memory: 100Mi
                    ports:
                    - containerPort: 6379
            """;

    private DemoFiles() {}

    /** @param image the image that both files are about */
    static void write(Path folder, String image) throws IOException {
        Files.writeString(folder.resolve("fleet.yaml"), FLEET_YAML.replace("IMAGE", image));
        Files.writeString(folder.resolve("deployment.yaml"), DEPLOYMENT.replace("IMAGE", image));
    }
}
