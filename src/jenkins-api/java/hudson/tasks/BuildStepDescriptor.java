package hudson.tasks;

import hudson.model.AbstractProject;
import hudson.model.Describable;
public abstract class BuildStepDescriptor<T extends BuildStep & Describable<T>> extends hudson.model.Descriptor<T> {
    protected BuildStepDescriptor(Class<? extends T> clazz) { super(clazz); }
    protected BuildStepDescriptor() {}
    @SuppressWarnings("rawtypes")
    public abstract boolean isApplicable(Class<? extends AbstractProject> jobType);
}
