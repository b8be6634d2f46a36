package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/** Notes the tokens that SnakeYAML's parser takes. */
final class RecordingScanner implements Scanner {
    private final Scanner scanner;
    private final List<YamlOutline.Span> spans;
    private ScalarToken lastScalar;

    /** @param spans gets every token that is written */
    RecordingScanner(Scanner scanner, List<YamlOutline.Span> spans) {
        this.scanner = scanner;
        this.spans = spans;
    }

    /** The last scalar that the parser took since the last call; null if it took none. */
    @CheckForNull
    ScalarToken takeScalar() {
        ScalarToken taken = lastScalar;
        lastScalar = null;
        return taken;
    }

    @Override
    public boolean checkToken(Token.ID... choices) {
        return scanner.checkToken(choices);
    }

    @Override
    public boolean checkToken(Token.ID choice) {
        return scanner.checkToken(choice);
    }

    @Override
    public Token peekToken() {
        return scanner.peekToken();
    }

    @Override
    public Token getToken() {
        Token token = scanner.getToken();
        int start = token.getStartMark().getIndex();
        int end = token.getEndMark().getIndex();
        if (token instanceof ScalarToken scalar) {
            lastScalar = scalar;
        }
        if (end > start) {
            spans.add(new YamlOutline.Span(token.getTokenId(), start, end));
        }
        return token;
    }

    @Override
    public void resetDocumentIndex() {
        scanner.resetDocumentIndex();
    }
}
