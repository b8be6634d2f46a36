package io.jenkins.plugins.fleetimagescan.engine.git;

import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.nio.file.Path;

/** The process that is killed: publishes one tag after the other from a workspace. Arguments: folder, first tag, how many. */
final class PublishLoop {
    private PublishLoop() {}

    public static void main(String[] arguments) throws Exception {
        Path workspace = Path.of(arguments[0]);
        int first = Integer.parseInt(arguments[1]);
        for (int tag = first; tag < first + Integer.parseInt(arguments[2]); tag++) {
            publish(workspace, String.valueOf(tag));
            System.out.println(tag);
        }
    }

    static Publication publish(Path workspace, String tag) throws Exception {
        TagRewriter rewriter = TagRewriter.to(tag);
        PublishRequest request = PublishRequest.builder(
                        "main", RemoteAccess.of(GitCredential.none()), edits -> "Tag " + tag)
                .build();
        try (WorkingCopy copy = WorkingCopy.enclosing(workspace)) {
            return copy.publish(request, rewriter.rewrite(new WorkspaceTree(workspace)), rewriter);
        }
    }
}
