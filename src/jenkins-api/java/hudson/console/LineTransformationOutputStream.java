package hudson.console;

import java.io.IOException;
import java.io.OutputStream;

public abstract class LineTransformationOutputStream extends OutputStream {
    public LineTransformationOutputStream() {}

    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }

    protected abstract void eol(byte[] b, int len) throws IOException;

    public void write(int b) throws IOException {
        throw new UnsupportedOperationException();
    }
}
