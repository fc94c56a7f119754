//! What the program can do.

use std::{path::PathBuf, sync::Arc};

use clap::{Parser, Subcommand};
use service::{Service, apply::File};
use store::Store;
use tracing_subscriber::EnvFilter;

use crate::{
    assets, config::Settings, courier, dialler, outbound::Outbound, postman, router, shutdown::Shutdown,
    state::AppState, twilio::Twilio,
};

/// Live chat: a script tag for the site, a dashboard for those who answer, one binary.
#[derive(Parser)]
#[command(name = "usher", version)]
pub struct Usher {
    /// The settings' file; `usher.toml` where the program is started, when there is one.
    #[arg(long, global = true, env = "USHER_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Brings the database up to date and serves.
    Serve,
    /// Brings the database up to date.
    Migrate,
    /// Makes the database say what an organisation file says.
    Apply {
        /// The organisation file, TOML; see docs/organisation-file.md.
        file: PathBuf,
    },
    /// Prints the settings in effect, secrets hidden.
    Config,
    /// Checks settings, database and bundles, and says what is wrong.
    Doctor,
}

/// Why a command failed, for whoever started it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Usher {
    /// Runs the command.
    ///
    /// # Errors
    /// A sentence for the terminal.
    pub async fn run(self) -> Result<(), Failure> {
        let settings = Settings::load(self.config.as_ref())?;
        match self.command {
            Command::Serve => serve(settings).await,
            Command::Migrate => open(&settings).await.map(|_| ()),
            Command::Apply { file } => apply(&settings, &file).await,
            Command::Config => {
                print!("{}", settings.show());
                Ok(())
            }
            Command::Doctor => doctor(&settings).await,
        }
    }
}

async fn open(settings: &Settings) -> Result<Store, Failure> {
    std::fs::create_dir_all(&settings.data_dir)
        .map_err(|error| format!("data_dir: {} can not be made: {error}", settings.data_dir.display()))?;
    Ok(Store::open(&settings.database_url).await.map_err(|error| format!("database_url: {error}"))?)
}

async fn serve(settings: Settings) -> Result<(), Failure> {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_new(&settings.log).map_err(|error| format!("log: {error}"))?)
        .with_writer(std::io::stderr)
        .init();
    // Panels are rendered outside of a Leptos route, too; whoever was first to set it set the same one.
    drop(any_spawner::Executor::init_tokio());
    let networks = settings.networks()?;
    let postbox = settings.postbox()?;
    let service = Service::new(open(&settings).await?);
    let listener = tokio::net::TcpListener::bind(settings.listen)
        .await
        .map_err(|error| format!("listen: {}: {error}", settings.listen))?;
    let shutdown = Shutdown::on_signals();
    let state = AppState::new(service.clone(), Arc::new(settings), shutdown.clone());
    tokio::spawn(tidy(service.clone()));
    let outgoing = match Outbound::new(networks) {
        Ok(outbound) => {
            let settings = &state.settings;
            let (base, public_url) = (settings.twilio_url.clone(), settings.public_url.clone());
            let twilio = Twilio::new(outbound.clone(), base, public_url);
            tokio::spawn(dialler::run(service.clone(), twilio, shutdown.clone()));
            Some(tokio::spawn(courier::run(service.clone(), outbound, shutdown.clone())))
        }
        Err(error) => {
            // People talk all the same, and what is to be told waits.
            tracing::error!(%error, "no webhook is told anything, and no call is made");
            None
        }
    };
    let postman = tokio::spawn(postman::run(service.clone(), postbox, shutdown.clone()));
    tracing::info!(address = %listener.local_addr()?, "listening");
    let app = router::router(&state).into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, app).with_graceful_shutdown(shutdown.clone().begun()).await?;
    shutdown.finished(state.settings.shutdown_seconds).await;
    // It was told to stop long ago; what it still holds has a lease.
    if let Some(courier) = outgoing {
        courier.abort();
    }
    postman.abort();
    service.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Keeps the limiters' tables small, visits no longer than they are kept, and ends calls that nobody took.
async fn tidy(service: Service) {
    let mut minute = tokio::time::interval(std::time::Duration::from_mins(1));
    let mut hour = tokio::time::interval(std::time::Duration::from_hours(1));
    loop {
        tokio::select! {
            _ = minute.tick() => {
                service.limits().tidy();
                if let Err(error) = service.relieve_bots().await {
                    tracing::error!(%error, "what bots had that are gone can not be handed over");
                }
                if let Err(error) = service.expire_calls().await {
                    tracing::error!(%error, "calls that nobody took can not be ended");
                }
            }
            _ = hour.tick() => {
                if let Err(error) = service.forget_visits().await {
                    tracing::error!(%error, "old visits could not be forgotten");
                }
            }
        }
    }
}

async fn apply(settings: &Settings, path: &PathBuf) -> Result<(), Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let file = File::parse(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let service = Service::new(open(settings).await?);
    let outcome = service.apply(&file).await;
    service.close().await;
    outcome.map_err(|error| format!("{}: {error}", path.display()))?;
    println!("{}: applied", path.display());
    Ok(())
}

async fn doctor(settings: &Settings) -> Result<(), Failure> {
    let mut wrong = 0;
    let mut report = |name: &str, outcome: Result<String, String>| match outcome {
        Ok(words) => println!("ok     {name}: {words}"),
        Err(words) => {
            wrong += 1;
            println!("WRONG  {name}: {words}");
        }
    };
    report("settings", Ok(format!("public_url is {}", settings.public_url)));
    if settings.public_url.starts_with("http://") && !settings.public_url.contains("localhost") {
        report(
            "public_url",
            Err("browsers need https for sound, clipboard and cookies of other sites".to_owned()),
        );
    }
    match open(settings).await {
        Ok(store) => {
            let answer = store.directory().probe().await;
            let engine = format!("{:?} takes writes", store.engine());
            report("database", answer.map(|()| engine).map_err(|error| error.to_string()));
            store.close().await;
        }
        Err(error) => report("database", Err(error.to_string())),
    }
    let outbound = settings.networks().map_err(|error| error.to_string()).and_then(|networks| {
        Outbound::new(networks).map(|_| "can be sent".to_owned()).map_err(|error| error.to_string())
    });
    report("webhooks", outbound);
    match settings.postbox() {
        Ok(Some(postbox)) => {
            let answer = postbox.probe().await;
            report("e-mail", answer.map(|()| "the mail server answers".to_owned()));
        }
        Ok(None) => report("e-mail", Ok("none is sent: smtp_url is not set".to_owned())),
        Err(error) => report("e-mail", Err(error.to_string())),
    }
    report("bundles", assets::Site::load().check().map(|files| format!("{files} files inside")));
    if wrong == 0 { Ok(()) } else { Err(format!("{wrong} checks failed").into()) }
}
