# Completion of kuril for fish. To have it always, put this into
# ~/.config/fish/config.fish:
#   kuril completion fish | source
function __kuril_complete
    set -l reply (kuril __complete fish (commandline -cp | string collect) 2>/dev/null)
    if test "$reply[1]" = ":files"
        __fish_complete_path (commandline -ct | string replace -r '^--[a-z]+=' '')
        return
    end
    printf '%s\n' $reply
end
complete -c kuril -f -a '(__kuril_complete)'
