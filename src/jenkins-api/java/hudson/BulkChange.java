package hudson;

import hudson.model.Saveable;

public class BulkChange implements java.io.Closeable {
    public BulkChange(Saveable saveable) {}
    public void commit() throws java.io.IOException { throw new UnsupportedOperationException(); }
    public void close() { throw new UnsupportedOperationException(); }
}
