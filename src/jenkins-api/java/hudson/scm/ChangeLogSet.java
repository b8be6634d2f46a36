package hudson.scm;

public abstract class ChangeLogSet<T extends ChangeLogSet.Entry> {
    protected ChangeLogSet() {}

    public abstract static class Entry {
        protected Entry() {}
    }
}
