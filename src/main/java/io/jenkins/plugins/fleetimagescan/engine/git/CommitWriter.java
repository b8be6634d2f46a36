package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/** Writes the objects of a commit. No ref, no index and no file of the work tree is touched. */
final class CommitWriter {
    private static final int MANY = 50;

    private final Repository repository;
    private final PublishRequest request;

    @CheckForNull
    private final CommitSignature signature;

    /** @throws GitException if the request's signing key cannot be used */
    CommitWriter(Repository repository, PublishRequest request) throws GitException {
        this.repository = repository;
        this.request = request;
        this.signature = request.signing == null ? null : request.signing.signature();
    }

    /**
     * @param content commit whose files are edited
     * @param edits with paths relative to the root of the repository
     * @param message of the commit, without sign-off
     */
    ObjectId write(RevCommit content, List<? extends ObjectId> parents, List<FileEdit> edits, String message)
            throws IOException, GitException {
        try (ObjectReader reader = repository.newObjectReader();
                ObjectInserter inserter = inserter(edits.size())) {
            Map<String, ObjectId> blobs = new HashMap<>();
            for (FileEdit edit : edits) {
                blobs.put(edit.path(), inserter.insert(Constants.OBJ_BLOB, edit.after()));
            }
            Instant now = Instant.now();
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(new TreeEdit(reader, inserter).apply(content.getTree(), blobs));
            commit.setParentIds(parents);
            commit.setAuthor(person(request.author, now));
            commit.setCommitter(person(request.committer, now));
            commit.setEncoding(StandardCharsets.UTF_8);
            commit.setMessage(complete(message));
            if (signature != null) {
                commit.setGpgSignature(signature.sign(commit.build()));
            }
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    /** Many new objects go into one pack instead of a file each, which is most of the time of a large commit. */
    private ObjectInserter inserter(int files) {
        return files >= MANY && repository instanceof FileRepository onDisk
                ? onDisk.getObjectDatabase().newPackInserter()
                : repository.newObjectInserter();
    }

    private static PersonIdent person(CommitIdentity identity, Instant when) {
        return new PersonIdent(identity.name(), identity.email(), when, ZoneId.systemDefault());
    }

    /** With one final newline, as {@code git commit} leaves it, and the sign-off in its own paragraph. */
    private String complete(String message) {
        String text = message.stripTrailing();
        if (request.signOff) {
            String line = "Signed-off-by: " + request.committer;
            String last = text.substring(text.lastIndexOf('\n') + 1);
            if (!text.lines().toList().contains(line)) {
                text += (last.matches("[A-Z][A-Za-z-]+-by: .*") ? "\n" : "\n\n") + line;
            }
        }
        return text + "\n";
    }
}
