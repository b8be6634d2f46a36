package hudson.model;

public interface PersistentDescriptor extends jenkins.model.Loadable, Saveable {
    void load();
}
