package hudson;

import hudson.model.Saveable;

public abstract class Plugin implements Saveable {
    protected Plugin() {}
}
